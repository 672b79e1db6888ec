const unitUs: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

const words: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  second: 's',
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
};

/**
 * Microseconds of a duration such as `250ms`, `30s`, `5m`, `1h`, `7d`, `5 minutes`.
 * @throws RangeError when the text is not a duration above zero.
 */
export const parseDuration = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim().toLowerCase());
  const unit = match?.[2] ?? '';
  const factor = unitUs[unit] ?? unitUs[words[unit.replace(/s$/, '')] ?? ''];
  const us = Number(match?.[1]) * (factor ?? Number.NaN);
  if (!(Number.isSafeInteger(us) && us > 0)) {
    throw new RangeError(`"${text}" is not a duration; write for example 250ms, 30s, 5m, 1h or 7d`);
  }
  return us;
};

/** A duration in the shortest words, for example `5 min` or `1 h`. */
export const formatDuration = (us: number): string => {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400_000_000],
    ['h', 3_600_000_000],
    ['min', 60_000_000],
    ['s', 1_000_000],
    ['ms', 1_000],
  ];
  const [unit, size] = units.find(([, factor]) => us >= factor && us % factor === 0) ?? ['µs', 1];
  return `${us / size} ${unit}`;
};
