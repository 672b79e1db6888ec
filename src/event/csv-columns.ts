import { TonearmError } from '../error.ts';
import { sourcePath, type Mapping } from './mapping.ts';
import { nearest } from './nearest.ts';
import { fieldRules } from './rule.ts';

/** A column that is read: its place in the row and its name in the header. */
export type CsvColumn = { readonly index: number; readonly name: string };

const meantBy = (missing: readonly string[], header: readonly string[]): string => {
  const pairs = missing.flatMap((name) => {
    const near = nearest(name, header);
    return near === undefined ? [] : [`${near} may be ${name}`];
  });
  const found = pairs.length > 0 ? pairs.join(', ') : `the header has: ${header.join(', ')}`;
  return `${found.slice(0, 300)}; --map FILE reads columns of other names`;
};

/**
 * Finds the columns of the event's fields in a header. Throws `INPUT_SCHEMA` where a required
 * one is not there, or one that is read stands there twice.
 */
export const csvColumns = (
  header: readonly string[],
  file: string,
  mapping?: Mapping,
): readonly CsvColumn[] => {
  const names = new Set<string>();
  const missing: string[] = [];
  for (const { name, required } of fieldRules) {
    const path = sourcePath(name, mapping);
    if (path === undefined) continue;
    if (header.includes(path)) names.add(path);
    else if (required) missing.push(path);
  }
  if (missing.length > 0) {
    throw new TonearmError(
      'INPUT_SCHEMA',
      `${file}: required columns missing: ${missing.join(', ')}`,
      {
        facts: { file, columns: missing.join(', ') },
        hint: meantBy(missing, header),
      },
    );
  }
  const twice = [...names].filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice.length > 0) {
    throw new TonearmError('INPUT_SCHEMA', `${file}: columns named twice: ${twice.join(', ')}`, {
      facts: { file, columns: twice.join(', ') },
      hint: 'give every column its own name',
    });
  }
  return [...names].map((name) => ({ index: header.indexOf(name), name }));
};
