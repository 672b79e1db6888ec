/** Reads one field of a parsed row; undefined where the row is not an object. */
export const field = (row: unknown, name: string): unknown =>
  isRecord(row) && Object.hasOwn(row, name) ? row[name] : undefined;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string with visible content and without lone surrogates; anything else is null. */
export const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' && !/\p{Surrogate}/u.test(value) ? value : null;

export const codePoints = (value: string): number => Array.from(value).length;

const labelLength = 512;

/** A text that fits an optional field of the event (512 code points), else null: never cut. */
export const label = (value: string | null): string | null =>
  value === null || value.length <= labelLength || codePoints(value) <= labelLength ? value : null;

/** A MusicBrainz identifier in lower case; an empty or malformed one is null. */
export const mbid = (value: unknown): string | null =>
  typeof value === 'string' &&
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
    ? value.toLowerCase()
    : null;

export const isInteger = (value: unknown): value is number => Number.isInteger(value);

/** A number, or a string of digits that stands for one; anything else is null. */
export const numeric = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
};

export const dayMs = 86_400_000;
