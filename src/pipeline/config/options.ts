import type { OptionSpec } from './option.ts';
import { computeOptions } from './options/compute.ts';
import { generalOptions } from './options/general.ts';
import { generateOptions } from './options/generate.ts';
import { importOptions } from './options/import.ts';
import { inputOptions } from './options/input.ts';
import { kafkaOptions } from './options/kafka.ts';
import { machineOptions } from './options/machine.ts';
import { outputOptions } from './options/output.ts';
import { produceOptions } from './options/produce.ts';
import { streamOptions } from './options/stream.ts';

/**
 * Every option of every command. The flag (`--time-zone`), the environment variable
 * (`TONEARM_TIME_ZONE`) and the key in a configuration file (`time-zone`) follow from the name.
 */
export const options = {
  ...inputOptions,
  ...importOptions,
  ...computeOptions,
  ...streamOptions,
  ...generateOptions,
  ...produceOptions,
  ...outputOptions,
  ...kafkaOptions,
  ...machineOptions,
  ...generalOptions,
};

export type OptionName = keyof typeof options;

type ValueOf<S> =
  S extends OptionSpec<infer T, infer D> ? (D extends undefined ? T | undefined : T) : never;

/** The value of every option. */
export type OptionValues = { readonly [N in OptionName]: ValueOf<(typeof options)[N]> };

/** The specs with the types of their values forgotten, in the order of help. */
export const optionSpecs = Object.entries(options) as readonly (readonly [
  OptionName,
  OptionSpec<unknown>,
])[];
