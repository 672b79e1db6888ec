/** A number of events with the short name that files and tables carry, such as `10m`. */
export interface Size {
  readonly name: string;
  readonly events: number;
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 };

/** @throws Error where the text is not like `1000`, `500k` or `10m` */
export const sizeOf = (text: string): Size => {
  const [, digits, unit] = /^(\d+)([km]?)$/i.exec(text) ?? [];
  const factor = factors[unit?.toLowerCase() ?? ''];
  if (digits === undefined || factor === undefined || Number(digits) === 0) {
    throw new Error(`${text} is no number of events; write it like 500k or 10m`);
  }
  return { name: text.toLowerCase(), events: Number(digits) * factor };
};
