import { aliasTable, pick, type AliasTable } from './alias.ts';
import { exp } from './exact-math.ts';
import { cityPlace, citylessPlace, countries, nowhere } from './places.ts';
import { drawDevice } from './devices.ts';
import { normal, randomStream, unit, type Random } from './random.ts';
import { localHalfHour } from './rhythm.ts';

/** Spread of the logarithm of listeners' activity (hetrec2011-lastfm-2k). */
const activitySpread = 1.52;
/** No listener is more active than this many spreads above the middle: a week has 168 hours. */
const mostSpreads = 2.5;

/** The listeners, one entry per listener in each list; an event holds an index. */
export type Audience = {
  readonly place: Uint8Array;
  readonly device: Uint8Array;
  readonly skip: Float64Array;
  /** Half hour of the day at which the listener is most active: 1, 7, 13 or 19 o'clock. */
  readonly bestHalfHour: Uint8Array;
  /** End of the listener's last session and of the pause that parts it from the next, in µs. */
  readonly busyUntil: Float64Array;
  /** Sum of activity by country. */
  readonly countryWeight: Float64Array;
  readonly byCountry: readonly { readonly members: readonly number[]; readonly draw: AliasTable }[];
};

/** Invents `size` listeners with log-normal activity, spread over the countries. */
export const audienceOf = (seed: number, size: number): Audience => {
  const random = randomStream(seed, 'audience');
  const home = aliasTable(countries.map(({ weight }) => weight));
  const place = new Uint8Array(size);
  const device = new Uint8Array(size);
  const skip = new Float64Array(size);
  const bestHalfHour = new Uint8Array(size);
  const countryWeight = new Float64Array(countries.length);
  const members: number[][] = countries.map(() => []);
  const weights: number[][] = countries.map(() => []);
  for (let user = 0; user < size; user++) {
    const inCountry = pick(home, unit(random), unit(random));
    const known = unit(random);
    if (known < 0.01) place[user] = nowhere;
    else if (known < 0.08) place[user] = citylessPlace(inCountry);
    else place[user] = cityPlace(inCountry, unit(random));
    device[user] = drawDevice(random);
    skip[user] = 0.75 + unit(random) / 2;
    bestHalfHour[user] = 2 + 12 * Math.floor(unit(random) * 4);
    const weight = exp(activitySpread * Math.min(mostSpreads, normal(random)));
    members[inCountry]!.push(user);
    weights[inCountry]!.push(weight);
    countryWeight[inCountry]! += weight;
  }
  return {
    place,
    device,
    skip,
    bestHalfHour,
    busyUntil: new Float64Array(size).fill(-Infinity),
    countryWeight,
    byCountry: members.map((users, c) => ({ members: users, draw: aliasTable(weights[c]!) })),
  };
};

/** From 1 at the listener's best time of day down to 0.2 twelve hours away. */
const inclination = (best: number, halfHourOfDay: number): number => {
  const away = Math.abs(best - halfHourOfDay);
  return 1 - (0.8 * Math.min(away, 48 - away)) / 24;
};

/** A listener of a country who begins a session now: likely active at this hour and not in one. */
export const drawListener = (
  audience: Audience,
  random: Random,
  countryIndex: number,
  time: number,
): number => {
  const { members, draw } = audience.byCountry[countryIndex]!;
  const halfHourOfDay = localHalfHour(time, countryIndex) % 48;
  let user = 0;
  for (let attempt = 0; attempt < 40; attempt++) {
    user = members[pick(draw, unit(random), unit(random))]!;
    const inclined = inclination(audience.bestHalfHour[user]!, halfHourOfDay);
    if (unit(random) < inclined && audience.busyUntil[user]! < time) break;
  }
  return user;
};
