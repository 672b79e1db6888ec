const microsPerMilli = 1000;

const dateOf = (us: number): Date => new Date(Math.floor(us / microsPerMilli));

/** The name of a time zone as readers know it: `Etc/UTC` and its like are just UTC. */
const zoneName = (timeZone: string): string =>
  /^(Etc\/)?(UTC|UCT|Zulu|Universal|GMT)$/i.test(timeZone) ? 'UTC' : timeZone;

/** How instants (microseconds since 1970) are written in one time zone. */
export interface InstantFormat {
  /** `2026-11-22 10:15:30`, for cells; the heading names the zone. */
  readonly cell: (us: number) => string;
  /** `22 November 2026`. */
  readonly date: (us: number) => string;
  /** `22 November 2026, 10:15 UTC`. */
  readonly full: (us: number) => string;
  /** `22 Nov, 10:15`, for axes. */
  readonly short: (us: number) => string;
  readonly zone: string;
}

/** @throws RangeError for a time zone that is not known. */
export const instantFormat = (timeZone: string): InstantFormat => {
  const zone = zoneName(timeZone);
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  const two = '2-digit';
  const digits = format({
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  const date = format({ year: 'numeric', month: 'long', day: 'numeric' });
  const joinDay = (text: string): string => text.replace(' ', '\u00a0');
  const clock = format({ hour: two, minute: two });
  const dayMonth = format({ month: 'short', day: 'numeric' });
  return Object.freeze({
    cell: (us: number) => {
      const found = new Map(
        digits.formatToParts(dateOf(us)).map(({ type, value }) => [type, value]),
      );
      const at = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '';
      return `${at('year').padStart(4, '0')}-${at('month')}-${at('day')} ${at('hour')}:${at('minute')}:${at('second')}`;
    },
    date: (us: number) => joinDay(date.format(dateOf(us))),
    full: (us: number) =>
      `${joinDay(date.format(dateOf(us)))}, ${clock.format(dateOf(us))} ${zone}`,
    short: (us: number) => `${dayMonth.format(dateOf(us))}, ${clock.format(dateOf(us))}`,
    zone,
  });
};

/** `1 to 30 November 2026` and its longer forms; one day is one date. */
export const formatSpan = (format: InstantFormat, first: number, last: number): string => {
  const from = format.date(first);
  const to = format.date(last);
  if (from === to) return from;
  const [day, fromMonth, fromYear] = from.split(/\s/);
  const [, toMonth, toYear] = to.split(/\s/);
  const shortened =
    fromYear !== toYear ? from : fromMonth !== toMonth ? `${day}\u00a0${fromMonth}` : day;
  return `${shortened} to ${to}`;
};
