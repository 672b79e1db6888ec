import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createDecoder } from '../event/decode.ts';
import type { Event } from '../event/event.ts';
import type { Entry } from './batch.ts';
import { readChunks } from './byte-source.ts';
import {
  collect,
  createOpener,
  expectSame,
  lineOf,
  streamOf,
  usualLayout,
} from './collect.cases.ts';
import { createColumnBuilder } from './column-builder.ts';
import { startWorker } from './decode-worker.ts';
import { decoderSetup } from './decoder-setup.ts';
import type { Piece } from './intake.ts';
import { createPlainIntake } from './plain-intake.ts';
import type { WasmModule } from './web-assembly.ts';
import { cut } from './wire-lines.cases.ts';

const opener = createOpener();
afterAll(() => opener.closeAll());

const small = { workersAfter: 0, pieceBytes: 70_000 };
const here = opener.open(usualLayout, { ...small, workers: 0 });
const threads = opener.open(usualLayout, { ...small, workers: 2 });
const plainHere = createPlainIntake(usualLayout);
const plainThreads = createPlainIntake(usualLayout);

const both = async (text: string | Buffer, ...sizes: number[]): Promise<void> => {
  const chunks = cut(Buffer.from(text), sizes.length > 0 ? sizes : [1 << 20]);
  expectSame(await collect(here, chunks), plainHere(chunks, { source: 'test' }));
  expectSame(await collect(threads, chunks), plainThreads(chunks, { source: 'test' }));
};

const many = (rows: number, from = 0): string =>
  Array.from({ length: rows }, (_, row) =>
    lineOf({ user_id: `user ${from + row}`, city: row % 3 === 0 ? `Ort ${row % 100}` : null }),
  ).join('');

describe('lines', () => {
  test('nothing, and nothing but blank lines, gives no rows', async () => {
    await both('');
    await both('\ufeff');
    await both('\n\n \t\r\n\r\n');
  });

  test('a line of exactly 65,536 bytes passes, one byte more does not', async () => {
    const room = 65_536 - lineOf({ other: '' }).length + 1;
    for (const size of [room, room + 1]) {
      const line = lineOf({ other: 'x'.repeat(size) }).trimEnd();
      await both(`${line}\n${lineOf()}`);
      await both(`\ufeff${line}\r\n${lineOf()}`, 1000);
      await both(`${lineOf()}${line}`);
    }
  });

  test.each(['x', ' '])('lines of many pieces of "%s" are counted and not held', async (letter) => {
    for (const size of [69_999, 70_000, 70_001, 200_000, 1_000_000]) {
      const long = letter.repeat(size);
      await both(`${lineOf()}${long}\r\n${lineOf({ user_id: 'u2' })}${long}`, 65_536);
      await both(`\ufeff${long}`, 1 << 20);
      await both(`${long}\n${long}\n${many(1000)}${long}\n`, 30_000);
    }
  });

  test('texts with escapes beyond all limits stay in bounds', async () => {
    const title = '\\u0041'.repeat(9000);
    const names = ['song_title', 'artist_name', 'album_name', 'genre', 'other', 'more'];
    const line = lineOf().replace(
      '}',
      `,${names.map((name) => `"${name}":"${title}"`).join(',')}}`,
    );
    await both(`${line}${many(500)}${line}`);
  });
});

describe('pieces', () => {
  test('big dictionaries keep every text apart', async () => {
    await both(many(25_000), 100_000);
    await both(many(25_000, 12_000), 100_000);
  });

  test('tables that have grown are used again for texts', async () => {
    const users = Array.from({ length: 130_000 }, (_, user) => lineOf({ user_id: `u${user}` }));
    const chunks = [Buffer.from([...users, ...users.slice(0, 5000)].join(''))];
    const layout = { groups: [['user_id'] as const] };
    const outcome = await collect(opener.open(layout, { workers: 0 }), chunks);
    expect(outcome.batch.keys[0]).toEqual(
      Int32Array.from({ length: 135_000 }, (_, row) => row % 130_000),
    );
    expect(outcome.batch.entries[0]?.every(([user], id) => user === `u${id}`)).toBe(true);
  });

  test('more rejected lines than are handed over at a time', async () => {
    await both(`${'x\n'.repeat(9000)}${many(10)}${'{}\n'.repeat(5000)}`);
  });

  test('ids of one source go on in the next, whatever decodes it', async () => {
    const late = opener.open(usualLayout, {
      workers: 2,
      workersAfter: 300_000,
      pieceBytes: 70_000,
    });
    const plain = createPlainIntake(usualLayout);
    for (const from of [0, 5000, 2000, 90_000]) {
      const chunks = cut(Buffer.from(many(8000, from)), [50_000]);
      expectSame(await collect(late, chunks), plain(chunks, { source: 'test' }));
    }
  });

  test('a source that is left early leaves the ids right', async () => {
    for (const workers of [0, 2]) {
      const intake = opener.open(usualLayout, { ...small, workers });
      const users: Entry[] = [];
      const check = ({ batch }: Pick<Piece, 'batch'>): void => {
        users.push(...(batch.entries[0] ?? []));
        expect(Math.max(-1, ...(batch.keys[0] ?? []))).toBeLessThan(users.length);
      };
      const chunks = cut(Buffer.from(`${many(6000)}${'x\n'.repeat(20_000)}`), [40_000]);
      for await (const piece of intake.ndjson(streamOf(chunks), { source: 'left' })) {
        check(piece);
        break;
      }
      const rest = [];
      for await (const piece of intake.ndjson(streamOf([Buffer.from(many(7000, 100))]), {
        source: 'next',
      })) {
        check(piece);
        rest.push(...(piece.batch.keys[0] ?? []));
      }
      expect(rest.map((id) => users[id]?.[0])).toEqual(
        Array.from({ length: 7000 }, (_, row) => `user ${row + 100}`),
      );
      expect(new Set(users.map(([user]) => user)).size).toBe(users.length);
    }
  });

  test('a mapping is used in every thread', async () => {
    const mapping = {
      user_id: { path: 'listener.name' },
      action: { path: 'what', values: { SKIPPED: 'skip' } },
      song_id: { constant: 'one song for all' },
    };
    const lines = Array.from({ length: 4000 }, (_, row) =>
      lineOf({ listener: { name: `n${row}` }, what: row % 9 === 0 ? 'other' : 'SKIPPED' }),
    ).join('');
    const chunks = cut(Buffer.from(lines), [100_000]);
    const expected = plainHere(chunks, { source: 'test', mapping });
    expect(expected.batch.rows).toBeGreaterThan(3000);
    expectSame(await collect(here, chunks, mapping), expected);
    const expectedThreads = plainThreads(chunks, { source: 'test', mapping });
    expectSame(await collect(threads, chunks, mapping), expectedThreads);
    await both(many(10));
  });

  test('a mapping may make more rows of a piece than its bytes promise', async () => {
    const mapping = {
      event_id: { constant: 'é'.repeat(64) },
      event_time: { constant: '2026-01-01T00:00:00Z' },
      action: { constant: 'play' },
      user_id: { constant: 'u' },
      song_id: { constant: 's' },
    };
    const chunks = [Buffer.from('{}\n'.repeat(20_000))];
    const outcome = await collect(threads, chunks, mapping);
    expect(outcome.batch.rows).toBe(20_000);
    expect(outcome).toEqual(plainThreads(chunks, { source: 'test', mapping }));
    // The texts of so many ids must not have spilt into what later pieces use.
    await both(many(3000));
  });
});

describe('sources and errors', () => {
  test('a file is read as its chunks are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'intake-'));
    try {
      const path = join(folder, 'events.ndjson');
      const text = `\ufeff${many(3000)}{}\n${lineOf().trimEnd()}`;
      writeFileSync(path, text);
      let bytes = 0;
      const file = readChunks(path, { onBytes: (more) => (bytes += more) });
      const plain = createPlainIntake(usualLayout);
      const expected = plain([Buffer.from(text)], { source: 'test' });
      expectSame(await collect(opener.open(usualLayout, { ...small, workers: 2 }), file), expected);
      expect(bytes).toBe(Buffer.byteLength(text));
      const chunks = [];
      for await (const chunk of readChunks(path)) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(text);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('an error of the source is thrown on, and the intake stays of use', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(many(3000));
      throw new Error('the disk is gone');
    }
    for (const workers of [0, 2]) {
      const intake = opener.open(usualLayout, { ...small, workers });
      await expect(collect(intake, failing())).rejects.toThrow('the disk is gone');
      expect((await collect(intake, [Buffer.from(many(10))])).batch.rows).toBe(10);
    }
    await expect(collect(here, readChunks('/nowhere/at/all'))).rejects.toThrow('ENOENT');
  });

  test('a thread that cannot start is an error', async () => {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- not a module, on purpose
    const module = {} as WasmModule;
    const setup = decoderSetup(usualLayout);
    await expect(
      startWorker({ module, setup, slots: 1, pieceBytes: 70_000 }),
    ).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });
});

test('events that are decoded already get the same columns', () => {
  const events: Event[] = Array.from({ length: 3000 }, (_, row) => {
    const line = lineOf({
      event_id: row % 2 === 0 ? `événement ${row}` : `${row}`.padStart(32, '0'),
      user_id: `${'ü'.repeat(row % 60)}${row % 700}`,
      song_title: row % 5 === 0 ? null : 'x'.repeat(row % 200),
      played_ms: row % 7 === 0 ? null : row,
    });
    const decoded = createDecoder().decodeLine(Buffer.from(line.trimEnd()));
    if (!decoded.ok) throw new Error(decoded.detail);
    return decoded.event;
  });
  const intake = opener.open(usualLayout, { ...small, workers: 0 });
  const builder = createColumnBuilder(usualLayout);
  for (const some of [events, [], events.slice(0, 10)]) {
    for (const event of some) builder.add(event);
    expect(intake.events(some)).toEqual(builder.take());
  }
});
