/** Lengths of bars as parts of the longest, 0 to 1; unknown values have none. */
export const barLengths = (values: readonly (number | null)[]): readonly number[] => {
  const longest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return values.map((value) => (longest > 0 ? Math.max(0, value ?? 0) / longest : 0));
};

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of text, `part` of `room` cells long, to an eighth of a cell; any value above 0 shows. */
export const blockBar = (part: number, room: number): string => {
  const total = Math.min(room * 8, Math.round(part * room * 8));
  const shown = part > 0 ? Math.max(1, total) : 0;
  return '█'.repeat(Math.floor(shown / 8)) + (eighths[shown % 8] ?? '');
};

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** One character per value, its height the part of the largest; a blank where there is nothing. */
export const sparkline = (values: readonly (number | null)[]): string =>
  barLengths(values)
    .map((part) => (part > 0 ? (levels[Math.max(0, Math.ceil(part * 8 - 1e-9) - 1)] ?? '█') : ' '))
    .join('');

/** Upright bars of blocks, `height` lines high, the upper line first: one character per value and line. */
export const columnBlocks = (
  values: readonly (number | null)[],
  height: number,
): readonly (readonly string[])[] => {
  const parts = barLengths(values).map((part) =>
    part > 0 ? Math.max(1, Math.round(part * height * 8)) : 0,
  );
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * 8;
    return parts.map((part) =>
      part > below ? (levels[Math.min(8, part - below) - 1] ?? '█') : ' ',
    );
  });
};
