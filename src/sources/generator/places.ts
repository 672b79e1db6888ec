/** A country with its share of listeners, its winter offset from UTC and its larger cities. */
export type Country = {
  readonly code: string;
  readonly weight: number;
  readonly offsetMinutes: number;
  readonly cities: readonly string[];
};

const country = (
  code: string,
  weight: number,
  offsetHours: number,
  ...cities: readonly string[]
): Country => ({ code, weight, offsetMinutes: offsetHours * 60, cities });

/** The world of the generator. Offsets stay the same all year: there is no daylight saving in it. */
export const countries: readonly Country[] = [
  country('US', 24, -6, 'New York', 'Los Angeles', 'Chicago', 'Houston', 'Phoenix', 'Seattle'),
  country('BR', 10, -3, 'São Paulo', 'Rio de Janeiro', 'Brasília', 'Salvador'),
  country('GB', 8, 0, 'London', 'Manchester', 'Glasgow', 'Bristol'),
  country('DE', 8, 1, 'Berlin', 'Hamburg', 'München', 'Köln', 'Leipzig'),
  country('MX', 7, -6, 'Ciudad de México', 'Guadalajara', 'Monterrey', 'Mérida'),
  country('IN', 7, 5.5, 'Mumbai', 'Delhi', 'Bengaluru', 'Chennai'),
  country('FR', 5, 1, 'Paris', 'Lyon', 'Marseille', 'Orléans'),
  country('ES', 4, 1, 'Madrid', 'Barcelona', 'Málaga'),
  country('IT', 4, 1, 'Roma', 'Milano', 'Napoli'),
  country('CA', 3.5, -5, 'Toronto', 'Montréal', 'Vancouver'),
  country('JP', 3.5, 9, '東京', '大阪', '福岡'),
  country('AU', 3, 10, 'Sydney', 'Melbourne', 'Perth'),
  country('TR', 2.5, 3, 'İstanbul', 'Ankara', 'İzmir'),
  country('PL', 2.5, 1, 'Warszawa', 'Kraków', 'Łódź'),
  country('SE', 2, 1, 'Stockholm', 'Göteborg', 'Malmö'),
  country('NL', 2, 1, 'Amsterdam', 'Rotterdam', 'Utrecht'),
  country('AR', 2, -3, 'Buenos Aires', 'Córdoba', 'Rosario'),
  country('CO', 2, -5, 'Bogotá', 'Medellín', 'Cali'),
  country('ID', 2, 7, 'Jakarta', 'Bandung', 'Surabaya'),
  country('PH', 1.5, 8, 'Manila', 'Cebu', 'Davao'),
  country('EG', 1.2, 2, 'القاهرة', 'الإسكندرية'),
  country('ZA', 1, 2, 'Johannesburg', 'Cape Town', 'Durban'),
  country('NG', 1, 1, 'Lagos', 'Abuja', 'Kano'),
  country('KR', 1, 9, '서울', '부산'),
  country('NZ', 0.6, 12, 'Auckland', 'Wellington'),
  country('CH', 0.7, 1, 'Zürich', 'Genève', 'Basel'),
];

/** Where an event says it comes from; either part may be unknown. */
export type Place = { readonly country: string | null; readonly city: string | null };

const cityPlaces: readonly Place[] = countries.flatMap(({ code, cities }) =>
  cities.map((city): Place => ({ country: code, city })),
);
const cityless: readonly Place[] = countries.map(({ code }) => ({ country: code, city: null }));

/** All places; an event holds an index of this list. The last one is wholly unknown. */
export const places: readonly Place[] = [...cityPlaces, ...cityless, { country: null, city: null }];

export const nowhere = places.length - 1;

/** The place of a country whose city is unknown. */
export const citylessPlace = (countryIndex: number): number => cityPlaces.length + countryIndex;

/** The place of one of a country's cities, larger ones (listed first) more often. */
export const cityPlace = (countryIndex: number, unitNumber: number): number => {
  const code = countries[countryIndex]!.code;
  const first = cityPlaces.findIndex((place) => place.country === code);
  const size = countries[countryIndex]!.cities.length;
  return first + Math.floor(unitNumber * unitNumber * size);
};
