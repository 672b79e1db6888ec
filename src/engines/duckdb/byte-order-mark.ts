/**
 * DuckDB's client for Node takes U+FEFF at the start of a text for a byte-order mark and drops it.
 * One more before it keeps the text whole on its way out.
 */
const mark = 'chr(65279)';

export const startsWithMark = (text: string): string => `starts_with(${text}, ${mark})`;

export const withMark = (text: string): string => `${mark} || ${text}`;
