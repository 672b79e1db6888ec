import type { GeneratorOptions } from '../../sources/generator/options.ts';
import type { OptionValues } from './options.ts';

/** What generated events are like, but for how many there are and when they happen. */
export const generatorOptions = (
  values: OptionValues,
): Omit<GeneratorOptions, 'events' | 'end' | 'days'> => ({
  seed: values.seed,
  users: values.users,
  songs: values.songs,
  late: values.late,
  duplicates: values.duplicates,
  disorder: values.disorder,
  malformed: values.malformed,
});
