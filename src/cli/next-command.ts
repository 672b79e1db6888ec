import { visible } from '../views/format/visible.ts';

/** A path as a shell takes it, and harmless to a terminal. */
const shellWord = (path: string): string =>
  /^[\w./@:+-]+$/.test(path) ? path : `'${visible(path).replaceAll("'", String.raw`'\''`)}'`;

/** How to go on from a file of events. */
export const nextCommand = (path: string): string => `tonearm batch ${shellWord(path)}`;
