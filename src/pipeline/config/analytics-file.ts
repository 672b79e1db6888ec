import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, TonearmError } from '../../error.ts';
import type { Analytic } from '../../model/analytic.ts';
import { checkAnalytic } from '../../model/check.ts';
import { offerOwnName } from './own-name.ts';

const typeScript: readonly string[] = ['.ts', '.mts', '.cts'];
const javaScript: readonly string[] = ['.js', '.mjs', '.cjs'];

const invalid = (path: string, problem: string, hint: string, cause?: unknown): TonearmError =>
  new TonearmError('ANALYTIC_INVALID', `${path}: ${problem}`, {
    facts: { file: path },
    hint,
    cause,
  });

const importTypeScript = async (path: string): Promise<unknown> => {
  let loader: { readonly tsImport: (url: string, parent: string) => Promise<unknown> };
  try {
    loader = await import('tsx/esm/api');
  } catch (cause) {
    const hint = 'install tsx beside tonearm, or compile the file and name the .js file';
    throw invalid(path, 'TypeScript needs the package tsx, which is not here', hint, cause);
  }
  return loader.tsImport(pathToFileURL(resolve(path)).href, import.meta.url);
};

const importModule = async (path: string): Promise<unknown> => {
  await offerOwnName();
  return typeScript.includes(extname(path))
    ? importTypeScript(path)
    : import(pathToFileURL(resolve(path)).href);
};

/** The line of the module that was running, from the stack of what it threw. */
const placeIn = (path: string, thrown: unknown): string | undefined => {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const name = basename(path).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const match = new RegExp(`${name}(?:\\?[^:)]*)?:(\\d+)`).exec(stack);
  return match?.[1] === undefined ? undefined : `line ${match[1]}`;
};

/** A failure in the user's module, in terms of that module. */
const loadFailure = (path: string, cause: unknown): TonearmError => {
  // The module may hold another copy of this package, with an error class of its own.
  const hint = isRecord(cause) && typeof cause['hint'] === 'string' ? cause['hint'] : undefined;
  const place = placeIn(path, cause);
  const [message = ''] = messageOf(cause).split('\n');
  return invalid(
    path,
    `${place === undefined ? 'cannot be loaded' : place}: ${message}`,
    hint ?? 'run again with --verbose to see where it fails',
    cause,
  );
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** An analytic is plain data, so that it may come from another copy of this package. */
const isAnalytic = (value: unknown): value is Analytic =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  typeof value['title'] === 'string' &&
  typeof value['question'] === 'string' &&
  [value['by'], value['measures'], value['order']].every((part) => Array.isArray(part)) &&
  isRecord(value['chart']) &&
  'over' in value;

const unpacked = (exported: unknown): readonly unknown[] =>
  Array.isArray(exported) ? exported : [exported];

/** The analytics among the exports of a module: default or named, alone or in lists; each once. */
export const analyticsAmong = (exports: unknown): readonly Analytic[] => {
  if (!isRecord(exports)) return [];
  const values = Object.values(exports).flatMap(unpacked);
  // What CommonJS exports comes as the default as well.
  const inner = isRecord(exports['default'])
    ? Object.values(exports['default']).flatMap(unpacked)
    : [];
  return [...new Set([...values, ...inner])].filter(isAnalytic);
};

const example = "write for example: export const mine = analytic({ name: 'mine', … })";

/**
 * Loads the analytics that a module exports; TypeScript goes through tsx. Throws INPUT_MISSING
 * where there is no such file and ANALYTIC_INVALID for everything else that is wrong with it.
 */
export const loadAnalytics = async (path: string): Promise<readonly Analytic[]> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new TonearmError('INPUT_MISSING', `--analytics ${path}: no such file`, {
      facts: { file: path },
      hint: 'give the path of a module that exports analytics',
    });
  }
  if (![...typeScript, ...javaScript].includes(extname(path))) {
    throw invalid(path, 'not a module', 'name a .js, .mjs or .ts file');
  }
  let exports: unknown;
  try {
    exports = await importModule(path);
  } catch (cause) {
    throw cause instanceof TonearmError && cause.facts['file'] === path
      ? cause
      : loadFailure(path, cause);
  }
  const analytics = analyticsAmong(exports);
  if (analytics.length === 0) throw invalid(path, 'it exports no analytic', example);
  for (const analytic of analytics) checkAnalytic(analytic);
  return analytics;
};
