import { dirname } from 'node:path';
import { TonearmError } from '../../error.ts';
import { nearest } from '../../event/nearest.ts';
import type { ConfigFile } from './config-file.ts';
import { flagOf, kebab, variableOf, type OptionSpec } from './option.ts';
import { optionSpecs, type OptionName, type OptionValues } from './options.ts';

/** Where a value comes from. */
export interface Origin {
  readonly from: 'flag' | 'environment' | 'file' | 'default';
  /** As the user would look for it: `--top`, `TONEARM_TOP`, `tonearm.json`, `default`. */
  readonly name: string;
}

export interface Configuration {
  readonly values: OptionValues;
  readonly origins: Readonly<Record<OptionName, Origin>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Given {
  /** Flags as text, by the name of the option; lists joined by commas, toggles as true or false. */
  readonly flags: Readonly<Partial<Record<OptionName, string>>>;
  readonly environment: Environment;
  readonly file: ConfigFile | undefined;
}

interface Found {
  readonly text: string;
  readonly origin: Origin;
  /** Paths are relative to it. */
  readonly folder?: string;
}

const fromFlag = (name: OptionName, spec: OptionSpec<unknown>, given: Given): Found | undefined => {
  const text = given.flags[name];
  if (text === undefined) return undefined;
  return { text, origin: { from: 'flag', name: `--${flagOf(name, spec)}` } };
};

const fromEnvironment = (name: OptionName, given: Given): Found | undefined => {
  const variable = variableOf(name);
  const text = given.environment[variable];
  if (text === undefined || text === '') return undefined;
  return { text, origin: { from: 'environment', name: variable } };
};

const fromFile = (name: OptionName, { file }: Given): Found | undefined => {
  const value = file?.values[kebab(name)];
  if (file === undefined || value === undefined) return undefined;
  return {
    text: Array.isArray(value)
      ? value.join(',')
      : typeof value === 'string'
        ? value
        : JSON.stringify(value),
    origin: { from: 'file', name: file.path },
    folder: dirname(file.path),
  };
};

const find = (name: OptionName, spec: OptionSpec<unknown>, given: Given): Found | undefined =>
  fromFlag(name, spec, given) ??
  (spec.flagOnly === true
    ? undefined
    : (fromEnvironment(name, given) ??
      (spec.notInFile === true ? undefined : fromFile(name, given))));

const badValue = (
  { origin }: Found,
  key: string,
  problem: string,
  hint: string | undefined,
): TonearmError => {
  const place = origin.from === 'file' ? `${origin.name}: "${key}"` : origin.name;
  return new TonearmError(
    origin.from === 'flag' ? 'USAGE' : 'CONFIG_INVALID',
    `${place}: ${problem}`,
    { facts: { option: origin.name }, ...(hint === undefined ? {} : { hint }) },
  );
};

const valueOf = (spec: OptionSpec<unknown>, key: string, found: Found): unknown => {
  const parsed = spec.type.parse(found.text);
  if ('problem' in parsed) throw badValue(found, key, parsed.problem, parsed.hint);
  return found.folder === undefined || spec.type.resolve === undefined
    ? parsed.value
    : spec.type.resolve(parsed.value, found.folder);
};

/**
 * The value of every option and its origin: flag, else environment, else configuration file,
 * else default. Throws USAGE for a bad flag and CONFIG_INVALID for a bad value elsewhere.
 */
export const resolveOptions = (given: Given): Configuration => {
  const resolved = optionSpecs.map(([name, spec]) => {
    const found = find(name, spec, given);
    return found === undefined
      ? { name, value: spec.default, origin: { from: 'default', name: 'default' } as const }
      : { name, value: valueOf(spec, kebab(name), found), origin: found.origin };
  });
  return {
    values: Object.fromEntries(
      resolved.map(({ name, value }) => [name, value]),
    ) as unknown as OptionValues,
    origins: Object.fromEntries(
      resolved.map(({ name, origin }) => [name, origin]),
    ) as unknown as Configuration['origins'],
  };
};

/** One sentence for each variable of the environment that is nearly, but not quite, a setting. */
export const doubtfulVariables = (environment: Environment): readonly string[] => {
  const known = optionSpecs
    .filter(([, spec]) => spec.flagOnly !== true)
    .map(([name]) => variableOf(name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('TONEARM_') && !known.includes(name))
    .flatMap((name) => {
      const rest = known.map((variable) => variable.slice('TONEARM_'.length));
      const meant = nearest(name.slice('TONEARM_'.length), rest);
      return meant === undefined
        ? []
        : [`${name} in the environment is not a setting; did you mean TONEARM_${meant}?`];
    });
};
