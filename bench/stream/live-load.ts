import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordSink } from '../../src/sinks/record-sink.ts';
import { linesOf, setId, setTime } from './lines.ts';
import type { Sighting } from './panes.ts';

const periodMs = 50;

export interface Load {
  /** Events sent so far, by the time of each acknowledgement (performance.now). */
  readonly acknowledged: readonly Sighting[];
  /** Sends until this many seconds have passed. */
  run(seconds: number): Promise<void>;
}

/**
 * Events of now at a steady rate, every 50 ms those that are due: the lines of a clean file, which
 * begin again with new ids when they have been sent.
 */
export const createLoad = (sink: RecordSink, path: string, rate: number): Load => {
  const bytes = readFileSync(path);
  const lines = [...linesOf(bytes)];
  const acknowledged: Sighting[] = [];
  let sent = 0;

  const send = async (upTo: number): Promise<void> => {
    for (; sent < upTo; sent += 1) {
      const line = lines[sent % lines.length];
      if (line === undefined || line.time < 0) throw new Error(`${path} has a malformed line`);
      setId(bytes, line, sent);
      setTime(bytes, line, Date.now());
      sink.addSlice(bytes, line.userFrom, line.userTo, line.from, line.to);
    }
    await sink.flush();
    acknowledged.push({ events: sent, atMs: performance.now() });
  };

  return {
    acknowledged,
    async run(seconds) {
      const before = sent;
      const beganMs = performance.now();
      for (let period = 1; period * periodMs <= seconds * 1_000; period += 1) {
        await wait(Math.max(0, beganMs + period * periodMs - performance.now()));
        const due = before + Math.floor((rate * period * periodMs) / 1_000);
        if (due > sent) await send(due);
      }
    },
  };
};
