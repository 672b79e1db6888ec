import { TonearmError } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { DecoderExports } from './decoder-module.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import type { WasmMemory } from './web-assembly.ts';

/** Room for the texts of one event: more than all its fields may hold. */
const inboxBytes = 1 << 16;
/** Up to this length writing in JavaScript is faster than a call of Node. */
const shortText = 40;

/** Writes events that are decoded already as rows of the decoder. */
export const createEventWriter = (
  memory: WasmMemory,
  exports: DecoderExports,
  { groups, actions, idField }: DecoderSetup,
): ((event: Event) => void) => {
  const fields = groups.flat();
  const inbox = exports.allocate(inboxBytes) >>> 0;
  // What is allocated stays where it is, so that these views stay good when the memory grows.
  const bytes = Buffer.from(memory.buffer, inbox, inboxBytes);
  const spans = new Uint32Array(memory.buffer, exports.hostSpans.value >>> 0);
  const actionNumbers: ReadonlyMap<string, number> = new Map(
    actions.map((action, number) => [action, number]),
  );

  /** Returns where the text ends. */
  const writeText = (text: string, at: number): number => {
    if (text.length <= shortText && at + text.length <= inboxBytes) {
      let index = 0;
      for (; index < text.length; index += 1) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80) break;
        bytes[at + index] = unit;
      }
      if (index === text.length) return at + index;
    }
    if (at + 3 * text.length > inboxBytes) {
      throw new TonearmError('INTERNAL', 'an event with texts beyond the limits of its fields', {
        facts: { characters: text.length },
      });
    }
    return at + bytes.write(text, at, 'utf8');
  };

  return (event) => {
    let present = 0;
    let at = writeText(event.event_id, 0);
    spans[idField * 2] = inbox;
    spans[idField * 2 + 1] = at;
    for (const { name, number } of fields) {
      const text = event[name];
      if (text === null) continue;
      const end = writeText(text, at);
      spans[number * 2] = inbox + at;
      spans[number * 2 + 1] = end - at;
      present |= 1 << number;
      at = end;
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
