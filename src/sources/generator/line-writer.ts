import { newTimeWriter, writeInteger, writeTime, writeUuid } from './ascii.ts';
import { batchRows, type EventBatch } from './event-batch.ts';
import { malformations } from './malformations.ts';
import type { TextFormat } from './text-format.ts';

/** The lines of one batch, valid until the next: line i ends before byte `ends[i]`. */
export type LineBatch = {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly events: EventBatch;
};

/** Where the texts of a list lie in the arena: text i from `starts[i]` to before `starts[i + 1]`. */
type Texts = Uint32Array;

/** Longer than any line that is not oversize, and than those that are. */
const longestLine = 2048;
const longestOversize = 80_000;

const isOversize = (fault: number): boolean =>
  fault > 0 && malformations[fault - 1]!.reason === 'oversize';

const textsOf = (format: TextFormat) => [
  format.action,
  format.songHead,
  format.songTail,
  format.device,
  format.place,
  [format.idOpen, format.timeOpen],
  [format.sessionOpen, format.sessionClose, format.sessionAbsent],
  [format.playedOpen, format.playedClose, format.playedAbsent],
];

/** Renders batches as lines of text, by copying prepared pieces within one block of memory. */
export const lineWriter = (format: TextFormat): ((events: EventBatch) => LineBatch) => {
  const encoder = new TextEncoder();
  const lists = textsOf(format).map((texts) => texts.map((text) => Buffer.from(text)));
  const arenaSize = lists.flat().reduce((sum, text) => sum + text.length, 0);
  let memory = new Uint8Array(arenaSize + batchRows * longestLine);
  let filled = 0;
  const [action, songHead, songTail, device, place, open, session, played] = lists.map(
    (texts): Texts => {
      const starts = new Uint32Array(texts.length + 1);
      for (const [i, text] of texts.entries()) {
        starts[i] = filled;
        memory.set(text, filled);
        filled += text.length;
      }
      starts[texts.length] = filled;
      return starts;
    },
  ) as [Texts, Texts, Texts, Texts, Texts, Texts, Texts, Texts];
  const clock = newTimeWriter();
  const ends = new Uint32Array(batchRows);

  const copy = (at: number, texts: Texts, index: number): number => {
    const to = texts[index + 1]!;
    let end = at;
    for (let from = texts[index]!; from < to; from++) memory[end++] = memory[from]!;
    return end;
  };

  const copyLong = (at: number, texts: Texts, index: number): number => {
    const from = texts[index]!;
    const to = texts[index + 1]!;
    memory.copyWithin(at, from, to);
    return at + to - from;
  };

  const writeLine = (events: EventBatch, row: number, start: number): number => {
    const song = events.song[row]!;
    let at = copy(start, open, 0);
    at = writeUuid(memory, at, events.id, row * 4);
    at = copy(at, open, 1);
    at = writeTime(clock, memory, at, events.time[row]!);
    at = copy(at, action, events.action[row]!);
    at = writeInteger(memory, at, events.user[row]!);
    at = copy(at, songHead, song);
    const sessionId = events.session[row]!;
    if (sessionId < 0) {
      at = copy(at, session, 2);
    } else {
      at = writeInteger(memory, copy(at, session, 0), sessionId);
      at = copy(at, session, 1);
    }
    at = copyLong(at, songTail, song);
    const playedMs = events.played[row]!;
    if (playedMs < 0) {
      at = copy(at, played, 2);
    } else {
      at = writeInteger(memory, copy(at, played, 0), playedMs);
      at = copy(at, played, 1);
    }
    at = copy(at, device, events.device[row]!);
    return copy(at, place, events.place[row]!);
  };

  /** Spoils the line just written, which begins at `start` and ends before `end`, in place. */
  const spoil = (fault: number, start: number, end: number): number => {
    const line = Buffer.from(memory.buffer, start, end - 1 - start).toString();
    const bad = malformations[fault - 1]!.spoil(line);
    const bytes = typeof bad === 'string' ? encoder.encode(bad) : bad;
    memory.set(bytes, start);
    memory[start + bytes.length] = 0x0a;
    return start + bytes.length + 1;
  };

  const makeRoom = (events: EventBatch): void => {
    let size = arenaSize + batchRows * longestLine;
    for (let row = 0; row < events.rows; row++) {
      if (isOversize(events.fault[row]!)) size += longestOversize;
    }
    if (size <= memory.length) return;
    const larger = new Uint8Array(size);
    larger.set(memory.subarray(0, arenaSize));
    memory = larger;
  };

  return (events) => {
    const { rows } = events;
    makeRoom(events);
    let at = arenaSize;
    for (let row = 0; row < rows; row++) {
      const start = at;
      at = writeLine(events, row, start);
      const fault = events.fault[row]!;
      if (fault > 0) at = spoil(fault, start, at);
      ends[row] = at - arenaSize;
    }
    return { rows, bytes: memory.subarray(arenaSize, at), ends, events };
  };
};
