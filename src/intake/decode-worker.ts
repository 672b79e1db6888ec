import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf, TonearmError } from '../error.ts';
import type { Mapping } from '../event/mapping.ts';
import type { Part } from './column-decoder.ts';
import { createRemap, type Remap } from './remap.ts';
import type { Slot } from './slot.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

/** A decoder in a thread of its own, as the main thread sees it. */
export interface DecodeWorker {
  /** Final ids for the ids of its dictionaries. */
  readonly remap: Remap;
  readonly slots: readonly Slot[];
  /** The worker's memory. */
  buffer(): SharedArrayBuffer;
  use(mapping: Mapping | undefined): void;
  /** Decodes whole lines in a slot's input; parts come in the order of the calls. */
  decode(slot: Slot, from: number, to: number): Promise<Part>;
  /** The next part of the piece whose part was read last; it comes before those of later pieces. */
  resume(slot: Slot): Promise<Part>;
  /** Leaves the rest of the piece whose part was read last. */
  drop(): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (part: Part) => void;
  readonly reject: (error: Error) => void;
}

const startThread = (workerData: WorkerStart): Worker => {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  }
  // Run from source the thread needs tsx, which it does not inherit on Node 20.
  const api = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'));
  const tsx = JSON.stringify(new URL('index.mjs', api));
  const script = JSON.stringify(new URL('./worker.ts', import.meta.url));
  const program = `import(${tsx}).then(({ register }) => { register(); return import(${script}); })`;
  return new Worker(program, { workerData, eval: true });
};

/** Starts a worker; resolves when it can decode. */
export const startWorker = (start: WorkerStart): Promise<DecodeWorker> =>
  new Promise((resolveStart, rejectStart) => {
    const thread = startThread(start);
    const remap = createRemap(start.setup.groups.length);
    const pending: Waiting[] = [];
    let buffer = new SharedArrayBuffer(0);
    let failure: Error | undefined;

    const fail = (error: Error): void => {
      failure ??= error;
      rejectStart(failure);
      for (const { reject } of pending.splice(0)) reject(failure);
    };
    const post = (message: ToWorker): void => thread.postMessage(message);
    const nextPart = (place: 'push' | 'unshift', message: ToWorker): Promise<Part> => {
      const part = new Promise<Part>((resolve, reject) => {
        if (failure === undefined) pending[place]({ resolve, reject });
        else reject(failure);
      });
      // Whoever waits for the part gets the error; one that nobody waits for is no crash.
      part.catch(() => {});
      thread.ref();
      post(message);
      return part;
    };
    const worker = (slots: readonly Slot[]): DecodeWorker => ({
      remap,
      slots,
      buffer: () => buffer,
      use: (mapping) => post({ kind: 'use', mapping }),
      decode: (slot, from, to) =>
        nextPart('push', { kind: 'decode', slot: slots.indexOf(slot), from, to }),
      resume: (slot) => nextPart('unshift', { kind: 'resume', slot: slots.indexOf(slot) }),
      drop: () => post({ kind: 'drop' }),
      close: async () => void (await thread.terminate()),
    });

    thread.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'ready':
          buffer = message.buffer;
          thread.unref();
          resolveStart(worker(message.slots));
          break;
        case 'part':
          buffer = message.buffer ?? buffer;
          pending.shift()?.resolve(message.part);
          // A thread without work does not keep the process alive.
          if (pending.length === 0) thread.unref();
          break;
        case 'failed': {
          const { code, facts, hint } = message;
          const more = hint === undefined ? { facts } : { facts, hint };
          fail(new TonearmError(code, message.message, more));
          break;
        }
      }
    });
    thread.on('error', (error) =>
      fail(
        new TonearmError('INTERNAL', `a decoding thread failed: ${messageOf(error)}`, {
          cause: error,
        }),
      ),
    );
    thread.on('exit', (code) =>
      fail(new TonearmError('INTERNAL', 'a decoding thread ended', { facts: { code } })),
    );
  });
