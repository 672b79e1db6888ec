import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wire } from '../../event/event.cases.ts';
import { bytesOf } from '../../sources/generator/decoded.cases.ts';
import { createLineAdder } from './add-lines.ts';
import { runFeed } from './feed.ts';
import { memorySink, type MemoryRecord } from './memory-sink.cases.ts';
import type { Feed, ProduceHost } from './options.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-feed-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

interface Sent extends MemoryRecord {
  /** Milliseconds of the clock. */
  readonly at: number;
}

/** Runs a feed with a clock that moves by pauses alone; `stopAt` is when the run is to stop. */
const run = async (feed: Feed, stopAt = Infinity) => {
  const sink = memorySink(100);
  const stop = new AbortController();
  const state = { ms: 0 };
  const sent: Sent[] = [];
  const note = (): void => {
    for (const record of sink.records.slice(sent.length)) sent.push({ ...record, at: state.ms });
  };
  const host: ProduceHost = {
    stdin: (async function* () {
      yield Buffer.from('{"user_id":"in"}\n{"user_id":"in"}');
    })(),
    now: () => 1_793_491_200_000_000 + state.ms * 1000,
    clock: () => state.ms,
    pause: async (ms) => {
      note();
      state.ms += ms;
      if (state.ms >= stopAt) stop.abort();
    },
    newId: () => 'id',
    signal: stop.signal,
    onProgress: () => {},
    onNotice: () => {},
  };
  const truth = await runFeed(feed, {
    adder: createLineAdder(sink),
    host,
    next: async () => {
      await sink.ready();
      return !stop.signal.aborted;
    },
  });
  note();
  return { sent, truth, records: sink.records };
};

const files = (inputs: readonly string[], more: Partial<Feed> = {}): Feed =>
  ({ kind: 'files', inputs, rate: undefined, speed: undefined, ...more }) as Feed;

const at = (seconds: number, user = 'u'): string =>
  JSON.stringify(
    wire({ user_id: user, event_time: new Date(1_793_491_200_000 + seconds * 1000).toISOString() }),
  );

describe('lines of files', () => {
  test('are sent as they are, in order, keyed by user; blank ones are left out', async () => {
    const bad = [
      'no event',
      '[]',
      '{"user_id":',
      '{"user_id":7}',
      String.raw`{"user_id":"\u00e4"}`,
    ];
    const one = fileOf(
      'one.ndjson',
      `\ufeff${at(0, 'ä')}\r\n\n  \n${bad.join('\n')}\n${at(1, 'b')}`,
    );
    const two = fileOf('two.ndjson.gz', gzipSync(`${at(2, 'c')}\n`));
    const { records, truth } = await run(files([one, two, '-']));
    expect(records).toEqual([
      { key: 'ä', value: at(0, 'ä') },
      ...bad.slice(0, 4).map((value) => ({ key: null, value })),
      { key: 'ä', value: bad[4] },
      { key: 'b', value: at(1, 'b') },
      { key: 'c', value: at(2, 'c') },
      { key: 'in', value: '{"user_id":"in"}' },
      { key: 'in', value: '{"user_id":"in"}' },
    ]);
    expect(truth).toBeUndefined();
  });

  test('may be longer than what is read at a time, and end where it ends', async () => {
    const long = `{"user_id":"u","x":"${'y'.repeat(3_000_000)}"}`;
    const edge = `{"user_id":"u","x":"${'z'.repeat(2 ** 20 - 25)}"}`;
    // Too long to be an event, so that it is not parsed to see its user behind the escape.
    const escape = `{"x":"\\n${'x'.repeat(70_000)}","user_id":"u"}`;
    const lines = [at(0), long, at(1), edge, edge, escape, at(2)];
    const { records } = await run(files([fileOf('long.ndjson', lines.join('\n'))]));
    const key = (line: string): string | null => (line === escape ? null : 'u');
    expect(records.map(({ key: k, value }) => [k, value.length])).toEqual(
      lines.map((line) => [key(line), line.length]),
    );
  });

  test('come at a rate', async () => {
    const path = fileOf('rate.ndjson', bytesOf({ events: 500 }));
    const { sent } = await run(files([path], { rate: 200 }));
    expect(sent).toHaveLength(500);
    for (const [i, { at: ms }] of sent.entries()) {
      expect(ms).toBeGreaterThanOrEqual(((i + 1) * 1000) / 200);
      expect(ms).toBeLessThanOrEqual(((i + 1) * 1000) / 200 + 10);
    }
  });

  test('come at the pace of their times; what is older, or says no time, at once', async () => {
    const lines = [at(0), at(60), at(30), 'no event', at(61), at(180)];
    const path = fileOf('pace.ndjson', lines.join('\n'));
    const { sent } = await run(files([path], { speed: 60 }));
    expect(sent.map(({ value }) => value)).toEqual(lines);
    const times = sent.map((record) => record.at);
    expect(times.slice(0, 4)).toEqual([0, 1000, 1000, 1000]);
    expect(times[4]).toBeCloseTo(1016.7, 0);
    expect(times[5]).toBeCloseTo(3000, 0);
  });

  test('stop where the run is to stop', async () => {
    const path = fileOf('stop.ndjson', bytesOf({ events: 1000 }));
    const { sent } = await run(files([path], { rate: 100 }), 2000);
    expect(sent).toHaveLength(199);
  });

  test('have to be NDJSON', async () => {
    const csv = fileOf('events.csv', 'event_id\n');
    await expect(run(files([csv]))).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: `${csv} is csv, not NDJSON`,
    });
  });
});

describe('generated events', () => {
  test('are those of generate', async () => {
    const generator = { events: 3000, seed: 5, malformed: 0.01 };
    const { records, truth } = await run({ kind: 'generated', generator });
    expect(records.map(({ value }) => value).join('\n')).toBe(
      bytesOf(generator).toString().trimEnd(),
    );
    expect(truth).toMatchObject({ lines: 3000, malformed: 30 });
  });

  test('at a rate happen now, as many as are wanted', async () => {
    const live: Feed = {
      kind: 'live',
      rate: 100,
      events: 250,
      generator: { late: 0, disorder: 0 },
    };
    const { sent, truth } = await run(live);
    expect(sent).toHaveLength(250);
    expect(truth).toMatchObject({ lines: 250 });
    for (const { value, at: ms } of sent) {
      const { event_time: time } = JSON.parse(value) as { event_time: string };
      expect(Math.abs(Date.parse(time) - 1_793_491_200_000 - ms)).toBeLessThanOrEqual(20);
    }
  });

  test('at a rate without a number of events go on until the run is to stop', async () => {
    const live: Feed = { kind: 'live', rate: 100, events: undefined, generator: {} };
    expect((await run(live, 3000)).sent).toHaveLength(299);
  });

  test('at a rate do not make up for more than a second of a hold-up', async () => {
    const { ratePace } = await import('./pace.ts');
    const clock = { ms: 0 };
    const due = ratePace(100, {
      clock: () => clock.ms,
      pause: async (ms) => void (clock.ms += ms),
      signal: new AbortController().signal,
    });
    expect(await due()).toBe(1);
    clock.ms += 900;
    expect(await due()).toBe(90);
    clock.ms += 60_000;
    expect(await due()).toBe(1);
  });
});
