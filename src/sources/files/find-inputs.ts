import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { messageOf, TonearmError } from '../../error.ts';
import { type InputFile, type InputKind, kindOf } from './input-file.ts';

const readable =
  'events are read from .ndjson, .jsonl, .json, .csv (each also .gz or .zst) and .parquet';

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new TonearmError('INPUT_UNREADABLE', `cannot look at ${path}: ${messageOf(error)}`, {
      facts: { path },
      cause: error,
      hint: 'check the permissions of the file and of its folders',
    });
  }
};

const fileOf = (path: string): InputFile => {
  const kind = kindOf(path);
  if (kind === undefined) {
    throw new TonearmError('INPUT_UNREADABLE', `${path} is of an unknown kind`, {
      facts: { path },
      hint: `${readable}; other text can be piped in: … | tonearm batch - --input-format csv`,
    });
  }
  return { path, name: path, bytes: statOf(path)?.size, ...kind };
};

/** Files of a folder, those in hidden folders and ones that start with `_` (as Spark's markers) left out. */
const filesIn = async (cwd: string, patterns: readonly string[]): Promise<string[]> => {
  // Files that are named as such do without.
  const { glob } = await import('tinyglobby');
  return glob([...patterns], {
    cwd,
    ignore: ['**/_*', '**/_*/**'],
    onlyFiles: true,
    expandDirectories: false,
  });
};

const byBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Whether a path is among the results of earlier runs. */
type IsOwn = (path: string) => boolean;

/** Whether a folder holds results: its manifest says who made them. */
const holdsResults = (folder: string): boolean => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'generator' in manifest
      ? manifest.generator === 'tonearm'
      : false;
  } catch {
    return false;
  }
};

const isResult = (outDir: string | undefined): IsOwn => {
  const own = outDir === undefined ? undefined : `${resolve(outDir)}${sep}`;
  const known = new Map<string, boolean>();
  const inResults = (folder: string): boolean => {
    const found = known.get(folder) ?? holdsResults(folder);
    known.set(folder, found);
    return found;
  };
  return (path) =>
    (own !== undefined && resolve(path).startsWith(own)) || inResults(dirname(resolve(path)));
};

const inFolder = async (folder: string, isOwn: IsOwn): Promise<readonly InputFile[]> => {
  const base = folder.replace(/\/+$/, '') || '/';
  const paths = (await filesIn(base, ['**/*'])).map(
    (name) => `${base === '/' ? '' : base}/${name}`,
  );
  const found = paths.filter((path) => kindOf(path) !== undefined && !isOwn(path));
  if (found.length === 0) {
    throw new TonearmError('INPUT_EMPTY', `the folder ${folder} holds no files of events`, {
      facts: { folder },
      hint: readable,
    });
  }
  return found.sort(byBytes).map(fileOf);
};

const missing = (pattern: string, what: string): TonearmError =>
  new TonearmError('INPUT_MISSING', `${what}: ${pattern}`, {
    facts: { input: pattern, folder: process.cwd() },
    hint: 'check the spelling; relative paths start in the folder where you are',
  });

/** The folder that a pattern starts in, and the rest: `/data/2026-*` is looked for in `/data`. */
const splitPattern = (pattern: string): { readonly base: string; readonly rest: string } => {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => /[*?[\]{}()!+@\\]/.test(part));
  return { base: parts.slice(0, first).join('/'), rest: parts.slice(first).join('/') };
};

const matching = async (pattern: string, isOwn: IsOwn): Promise<readonly InputFile[]> => {
  const { base, rest } = splitPattern(pattern);
  const start = base === '' && !pattern.startsWith('/') ? '' : `${base}/`;
  const paths = (await filesIn(start || process.cwd(), [rest])).map((name) => start + name);
  const found = paths.filter((path) => kindOf(path) !== undefined && !isOwn(path));
  if (found.length === 0) throw missing(pattern, 'no file of events matches');
  return found.sort(byBytes).map(fileOf);
};

const expand = async (
  input: string,
  stdinKind: InputKind,
  isOwn: IsOwn,
): Promise<readonly InputFile[]> => {
  if (input === '-') {
    return [
      { path: undefined, name: 'stdin', kind: stdinKind, compression: 'none', bytes: undefined },
    ];
  }
  const stat = statOf(input);
  if (stat?.isDirectory() === true) return inFolder(input, isOwn);
  if (stat !== undefined) return [fileOf(input)];
  const { isDynamicPattern } = await import('tinyglobby');
  if (isDynamicPattern(input)) return matching(input, isOwn);
  throw missing(input, 'there is no file or folder');
};

const keyOf = ({ path, name }: InputFile): string => (path === undefined ? name : resolve(path));

/**
 * The files that inputs (files, folders, globs, `-`) name, each once, in a fixed order. Folders
 * and globs leave out what lies in `outDir` or beside a manifest of ours: results are no input.
 * @throws TonearmError INPUT_MISSING, INPUT_EMPTY or INPUT_UNREADABLE (exit 3).
 */
export const findInputs = async (
  inputs: readonly string[],
  stdinKind: InputKind,
  outDir?: string,
): Promise<readonly InputFile[]> => {
  const found: InputFile[] = [];
  for (const input of inputs) found.push(...(await expand(input, stdinKind, isResult(outDir))));
  const seen = new Set<string>();
  return found.filter((file) => seen.size < seen.add(keyOf(file)).size);
};
