import { TonearmError } from '../error.ts';
import type { DecoderExports } from './decoder-module.ts';
import type { WasmMemory } from './web-assembly.ts';

/** Room for the texts of one event: more than all its fields may hold. */
const inboxBytes = 1 << 16;
/** Up to this length writing in JavaScript is faster than a call of Node. */
const shortText = 40;

/** Hands texts to the decoder: they stand in an inbox of its memory, their places in its spans. */
export interface TextWriter {
  /** Forgets the texts so far. */
  begin(): void;
  /** The text of a field, by its number. */
  set(field: number, text: string): void;
}

export const createTextWriter = (memory: WasmMemory, exports: DecoderExports): TextWriter => {
  const inbox = exports.allocate(inboxBytes) >>> 0;
  // What is allocated stays where it is, so that these views stay good when the memory grows.
  const bytes = Buffer.from(memory.buffer, inbox, inboxBytes);
  const spans = new Uint32Array(memory.buffer, exports.hostSpans.value >>> 0);
  let at = 0;

  /** Returns where the text ends. */
  const write = (text: string): number => {
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

  return {
    begin() {
      at = 0;
    },
    set(field, text) {
      const end = write(text);
      spans[field * 2] = inbox + at;
      spans[field * 2 + 1] = end - at;
      at = end;
    },
  };
};
