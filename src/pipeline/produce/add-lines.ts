import { isBlank } from '../../event/line.ts';
import { maxEventBytes } from '../../event/reject.ts';
import type { RecordSink } from '../../sinks/record-sink.ts';
import { parsedText, textFinder } from './find-text.ts';

const lineFeed = 10;
const carriageReturn = 13;
const openBrace = 0x7b;
const keyField = 'user_id';
const noKey = -1;

/** Gives lines to a sink as records, keyed by their user where they have one. */
export interface LineAdder {
  /** Adds one line, without its LF; false for a blank one, which is left out. */
  addLine(bytes: Uint8Array, from: number, to: number): boolean;
  /** Adds whole lines; returns how many. */
  addLines(bytes: Buffer): number;
}

export const viewOf = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const createLineAdder = (sink: RecordSink): LineAdder => {
  const findUser = textFinder(keyField);
  const place = { from: 0, to: 0 };

  /** For lines that are not plain: what they say is parsed, what is too long is no event. */
  const addParsed = (view: Uint8Array, from: number, to: number): void => {
    const user = to - from > maxEventBytes ? undefined : parsedText(view, from, to, keyField);
    if (user === undefined) sink.addSlice(view, noKey, noKey, from, to);
    else sink.add(Buffer.from(user), view.slice(from, to));
  };

  const addLine = (view: Uint8Array, from: number, end: number): boolean => {
    const to = end > from && view[end - 1] === carriageReturn ? end - 1 : end;
    if (view[from] !== openBrace && isBlank(view.subarray(from, to))) return false;
    switch (findUser(view, from, to, place)) {
      case 'found':
        sink.addSlice(view, place.from, place.to, from, to);
        break;
      case 'absent':
        sink.addSlice(view, noKey, noKey, from, to);
        break;
      case 'unsure':
        addParsed(view, from, to);
    }
    return true;
  };

  return {
    addLine,
    addLines: (bytes) => {
      const view = viewOf(bytes);
      let lines = 0;
      for (let from = 0; from < bytes.length;) {
        const end = bytes.indexOf(lineFeed, from);
        if (addLine(view, from, end)) lines += 1;
        from = end + 1;
      }
      return lines;
    },
  };
};
