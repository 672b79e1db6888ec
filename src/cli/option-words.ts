import { flagOf, type OptionSpec } from '../pipeline/config/option.ts';

/** The flag as help shows it: `--top <N>`, `--windows`, `--no-color`. */
export const flagTerm = (name: string, spec: OptionSpec<unknown>): string => {
  const flag = flagOf(name, spec);
  if (spec.type.form !== 'toggle') return `--${flag} <${spec.type.placeholder}>`;
  return spec.default === true ? `--no-${flag}` : `--${flag}`;
};

/** The default in words; undefined where it goes without saying. */
export const defaultWords = (spec: OptionSpec<unknown>): string | undefined => {
  if (spec.defaultWords !== undefined) return spec.defaultWords;
  if (spec.default === undefined || spec.type.form === 'toggle') return undefined;
  return String(spec.type.show(spec.default));
};

export const helpWords = (spec: OptionSpec<unknown>): string => {
  const fallback = defaultWords(spec);
  return fallback === undefined ? spec.description : `${spec.description} (default: ${fallback})`;
};
