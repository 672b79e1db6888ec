import { toggle } from './text-types.ts';
import type { ValueType } from './value-type.ts';

export type CommandName =
  | 'batch'
  | 'stream'
  | 'produce'
  | 'live'
  | 'generate'
  | 'import'
  | 'config'
  | 'doctor';

/** Headings under which help lists options, in their order. */
export const optionGroups = [
  'Input',
  'What to compute',
  'Time and windows',
  'What to generate',
  'Output',
  'Kafka',
  'Machine',
  'General',
] as const;
export type OptionGroup = (typeof optionGroups)[number];

/** One option: everything that help, checks, configuration and documentation say of it. */
export interface OptionSpec<T, D extends T | undefined = T | undefined> {
  readonly type: ValueType<T>;
  readonly default: D;
  /** What the default is, where it is not a value or a value says little. */
  readonly defaultWords?: string;
  readonly description: string;
  readonly group: OptionGroup;
  readonly commands: readonly CommandName[];
  /** Name of the flag where two options of different commands share one. */
  readonly flag?: string;
  /** Given on the command line only, because it belongs to one invocation. */
  readonly flagOnly?: true;
  /** Has no place in a configuration file, but in the environment. */
  readonly notInFile?: true;
  /**
   * Given in the environment only, because others see command lines; never shown. Has no place in a
   * configuration file either.
   */
  readonly secret?: true;
  readonly required?: true;
}

/** `timeZone` as `time-zone`: the key in a configuration file and, with dashes, the flag. */
export const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const flagOf = (name: string, spec: { readonly flag?: string }): string =>
  spec.flag ?? kebab(name);

/** `timeZone` as `TONEARM_TIME_ZONE`. */
export const variableOf = (name: string): string =>
  `TONEARM_${kebab(name).replaceAll('-', '_').toUpperCase()}`;

type WithDefault<T> = OptionSpec<T, T>;
type WithoutDefault<T> = OptionSpec<T, undefined>;

export const withDefault = <T>(
  spec: Omit<WithDefault<T>, 'default'> & { readonly default: NoInfer<T> },
): WithDefault<T> => spec;

export const option = <T>(spec: Omit<WithoutDefault<T>, 'default'>): WithoutDefault<T> => ({
  ...spec,
  default: undefined,
});

/** An option that is off until it is turned on. */
export const toggled = (
  spec: Omit<WithDefault<boolean>, 'type' | 'default'>,
): WithDefault<boolean> => ({
  ...spec,
  type: toggle,
  default: false,
});
