import { readFile } from 'node:fs/promises';
import { messageOf, TonearmError } from '../../error.ts';
import type { Mapping } from '../../event/mapping.ts';

const invalid = (path: string, problem: string, hint?: string, cause?: unknown): TonearmError =>
  new TonearmError('CONFIG_INVALID', `${path}: ${problem}`, {
    facts: { map: path },
    ...(hint === undefined ? {} : { hint }),
    cause,
  });

/** Reads a `--map` file. Throws CONFIG_INVALID naming the file and the place in it. */
export const readMapping = async (path: string): Promise<Mapping> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(path, `cannot be read: ${messageOf(cause)}`, undefined, cause);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(path, `not valid JSON: ${messageOf(cause)}`, undefined, cause);
  }
  // Loaded only here: it brings TypeBox along, a fifth of a second that most runs do not need.
  const { parseMapping } = await import('../../event/parse-mapping.ts');
  try {
    return parseMapping(json);
  } catch (cause) {
    if (!(cause instanceof TonearmError)) throw cause;
    throw invalid(path, cause.message, cause.hint, cause);
  }
};
