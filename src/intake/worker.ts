// The thread of one decoder. It decodes pieces in the order in which they come, each to its end
// before the next, so that its dictionaries grow in the order of the pieces.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, TonearmError } from '../error.ts';
import type { Mapping } from '../event/mapping.ts';
import { createColumnDecoder, type Part } from './column-decoder.ts';
import { isMapped } from './is-mapped.ts';
import { createSlot, type Slot } from './slot.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- sent by decode-worker.ts
const start = workerData as WorkerStart;
const decoder = createColumnDecoder(start.module, start.setup);
const slots = Array.from({ length: start.slots }, () =>
  createSlot(decoder.memory, decoder.exports, start.pieceBytes),
);

const post = (message: FromWorker): void => parentPort?.postMessage(message);

type Piece = Extract<ToWorker, { kind: 'decode' }>;
const queue: Piece[] = [];
/** Length of the memory that the main thread knows. */
let sentBytes = decoder.memory.buffer.byteLength;
/** True while a piece waits for its last part to be read. */
let waiting = false;

const slotOf = (index: number): Slot => {
  const slot = slots[index];
  if (slot === undefined) throw new RangeError(`no slot ${index}`);
  return slot;
};

const handOver = (part: Part): void => {
  waiting = part.positions === null;
  const { buffer } = decoder.memory;
  post({ kind: 'part', buffer: buffer.byteLength > sentBytes ? buffer : undefined, part });
  sentBytes = buffer.byteLength;
};

const work = (): void => {
  while (!waiting) {
    const piece = queue.shift();
    if (piece === undefined) return;
    handOver(decoder.decode(slotOf(piece.slot), piece.from, piece.to));
  }
};

let mapping: Mapping | undefined;

/** The strict decoder is loaded when the first line needs it: it takes longer than the rest. */
const loadJudge = async (): Promise<void> => {
  const { createDecoder } = await import('../event/decode.ts');
  const strict = createDecoder({ mapping });
  decoder.use((line) => strict.decodeLine(line), isMapped(mapping));
};

const obey = async (message: ToWorker): Promise<void> => {
  switch (message.kind) {
    case 'use':
      mapping = message.mapping;
      decoder.use(undefined, isMapped(mapping));
      return;
    case 'decode':
      queue.push(message);
      break;
    case 'resume':
      if (decoder.lacksJudge()) await loadJudge();
      handOver(decoder.resume(slotOf(message.slot)));
      break;
    case 'drop':
      waiting = false;
      break;
  }
  work();
};

const fail = (error: unknown): void => {
  const known = error instanceof TonearmError ? error : undefined;
  post({
    kind: 'failed',
    code: known?.code ?? 'INTERNAL',
    message: messageOf(error),
    facts: known?.facts ?? {},
    hint: known?.hint,
  });
};

parentPort?.on('message', (message: ToWorker) => void obey(message).catch(fail));

post({ kind: 'ready', buffer: decoder.memory.buffer, slots });
