import { readFile } from 'node:fs/promises';
import { messageOf, TonearmError } from '../../error.ts';
import { nearest } from '../../event/nearest.ts';

/** A configuration file that has been read and checked. */
export interface ConfigFile {
  readonly path: string;
  /** By the name of the flag: text, numbers, booleans or lists of text. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Read where no other file is named, if it exists. */
export const usualConfigFile = 'tonearm.json';

const invalid = (path: string, problem: string, hint?: string, cause?: unknown): TonearmError =>
  new TonearmError('CONFIG_INVALID', `${path}: ${problem}`, {
    facts: { config: path },
    ...(hint === undefined ? {} : { hint }),
    cause,
  });

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(path, `not valid JSON: ${messageOf(cause)}`, undefined, cause);
  }
};

/**
 * Checks parsed JSON against the schema of the configuration. Throws CONFIG_INVALID with the
 * place, and for an unknown key the one that was probably meant.
 */
export const checkConfig = async (path: string, json: unknown): Promise<ConfigFile> => {
  const { configJsonSchema, configKeys } = await import('./config-schema.ts');
  const { Errors } = await import('typebox/schema');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid(path, 'it must be an object such as {"time-zone": "Europe/Berlin"}');
  }
  for (const key of Object.keys(json)) {
    if (key === '$schema' || configKeys.includes(key)) continue;
    const meant = nearest(key, configKeys);
    throw invalid(
      path,
      `${JSON.stringify(key)} is not a setting`,
      meant === undefined ? `known: ${configKeys.join(', ')}` : `did you mean "${meant}"?`,
    );
  }
  const [, [error]] = Errors(configJsonSchema(), json);
  if (error !== undefined) {
    const [key = '', item] = error.instancePath.slice(1).split('/');
    const place = item === undefined ? `"${key}"` : `"${key}", item ${Number(item) + 1},`;
    const words = error.keyword === 'enum' ? error.params.allowedValues : [];
    const hint = words.length === 0 ? undefined : `allowed: ${words.join(', ')}`;
    throw invalid(path, `${place} ${error.message}`, hint);
  }
  return { path, values: json as Record<string, unknown> };
};

/**
 * Reads the configuration file: the one that is named, or `tonearm.json` in the working directory
 * where it exists. Throws CONFIG_INVALID.
 */
export const readConfigFile = async (
  named: string | undefined,
): Promise<ConfigFile | undefined> => {
  const path = named ?? usualConfigFile;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (named === undefined && isMissing(cause)) return undefined;
    const problem = isMissing(cause) ? 'no such file' : `cannot be read: ${messageOf(cause)}`;
    throw invalid(path, problem, 'give the path of a JSON file to --config', cause);
  }
  return checkConfig(path, parseJson(path, text));
};
