/** Joins a number and its unit, so that no line ends between them. */
export const joined = '\u00a0';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A whole number with groups of three: `3,412,908`. */
export const formatInteger = (value: number): string => grouped.format(value);

/** A number that need not be whole, to two decimals: `6.25`. */
export const formatReal = (value: number): string => decimals.format(value);

const units: readonly (readonly [number, string])[] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
];

/** A count to read aloud: exact below a million, else three digits, as in `3.41 million`. */
export const formatCompact = (value: number): string => {
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit === undefined
    ? formatReal(value)
    : `${threeDigits.format(value / unit[0])}${joined}${unit[1]}`;
};

const tickUnits: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A count in the least room, for axes: `250 k`. */
export const formatTick = (value: number): string => {
  const unit = tickUnits.find(([size]) => Math.abs(value) >= size);
  return unit === undefined
    ? threeDigits.format(value)
    : `${threeDigits.format(value / unit[0])}${joined}${unit[1]}`;
};

const percent = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A part of one as percent with one decimal: `47.1 %`. */
export const formatRate = (value: number): string => `${percent.format(value * 100)}${joined}%`;

/** A part of one in whole percent, for sentences; what is not quite nothing or all stays so. */
export const formatRateRoughly = (value: number): string => {
  const shown =
    value > 0 && value < 0.005
      ? 'under 1'
      : value < 1 && value > 0.995
        ? 'over 99'
        : wholePercent.format(value * 100);
  return `${shown}${joined}%`;
};

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in decimal units: `3.6 GB`. */
export const formatBytes = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), byteUnits.length - 1);
  return `${threeDigits.format(bytes / 1000 ** step)}${joined}${byteUnits[step]}`;
};
