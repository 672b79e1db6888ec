import type { Event } from '../event/event.ts';
import type { DecoderExports } from './decoder-module.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import type { TextWriter } from './text-writer.ts';

/** Writes events that are decoded already as rows of the decoder. */
export const createEventWriter = (
  texts: TextWriter,
  exports: DecoderExports,
  { groups, actions, idField }: DecoderSetup,
): ((event: Event) => void) => {
  const fields = groups.flat();
  const actionNumbers: ReadonlyMap<string, number> = new Map(
    actions.map((action, number) => [action, number]),
  );

  return (event) => {
    let present = 0;
    texts.begin();
    texts.set(idField, event.event_id);
    for (const { name, number } of fields) {
      const text = event[name];
      if (text === null) continue;
      texts.set(number, text);
      present |= 1 << number;
    }
    exports.append(
      event.event_time,
      actionNumbers.get(event.action) ?? 0,
      event.played_ms ?? -1,
      event.song_duration_ms ?? -1,
      present,
      idField,
    );
  };
};
