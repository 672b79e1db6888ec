import type { Entry } from './batch.ts';
import type { DecoderExports } from './decoder-module.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import type { TextWriter } from './text-writer.ts';

/** Gives entries of a group the ids that follow; entries of an empty decoder get those from 0. */
export const createEntrySeeder = (
  texts: TextWriter,
  exports: DecoderExports,
  { groups }: DecoderSetup,
): ((group: number, entry: Entry) => number) => {
  return (group, entry) => {
    let present = 0;
    texts.begin();
    for (const [index, { number }] of (groups[group] ?? []).entries()) {
      const text = entry[index] ?? null;
      if (text === null) continue;
      texts.set(number, text);
      present |= 1 << number;
    }
    return exports.seed(group, present);
  };
};
