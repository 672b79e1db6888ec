import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireEvent } from '../../event/event.ts';
import type { ColumnBatch, ColumnEvents } from './batches.ts';
import { writeEventFile } from './event-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tonearm event's file-"));
});
afterAll(() => rm(folder, { recursive: true }));

const full: WireEvent = {
  event_id: 'e1',
  event_time: '2026-10-30T10:00:00.123456+02:00',
  action: 'skip',
  user_id: 'me',
  song_id: "'; DROP TABLE events",
  session_id: '',
  song_title: 'Say "hi",\nKöln 🎵',
  artist_id: 'a',
  artist_name: 'N',
  album_name: '',
  genre: 'pop',
  song_duration_ms: 86_400_000,
  played_ms: 0,
  device: 'web',
  country: 'DE',
  city: '東京',
};
const least: WireEvent = {
  event_id: 'e2',
  event_time: '1969-12-31T23:59:59Z',
  action: 'play',
  user_id: 'me',
  song_id: 's',
};

/** The rows of a Parquet file, and its columns with their types. */
const readParquet = async (path: string, query = 'FROM read_parquet($path)') => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(query, { path });
  const found = {
    rows: rows.getRowObjectsJson(),
    types: Object.fromEntries(
      rows.columnNames().map((name, i) => [name, rows.columnType(i).toString()]),
    ),
  };
  connection.closeSync();
  instance.closeSync();
  return found;
};

const rowOf = (event: WireEvent, time: string): Record<string, Json> => ({
  event_id: event.event_id,
  event_time: time,
  action: event.action,
  user_id: event.user_id,
  song_id: event.song_id,
  session_id: event.session_id ?? null,
  song_title: event.song_title ?? null,
  artist_id: event.artist_id ?? null,
  artist_name: event.artist_name ?? null,
  album_name: event.album_name ?? null,
  genre: event.genre ?? null,
  song_duration_ms: event.song_duration_ms?.toString() ?? null,
  played_ms: event.played_ms?.toString() ?? null,
  device: event.device ?? null,
  country: event.country ?? null,
  city: event.city ?? null,
});

const types = {
  event_id: 'VARCHAR',
  event_time: 'TIMESTAMP WITH TIME ZONE',
  action: 'VARCHAR',
  user_id: 'VARCHAR',
  song_id: 'VARCHAR',
  session_id: 'VARCHAR',
  song_title: 'VARCHAR',
  artist_id: 'VARCHAR',
  artist_name: 'VARCHAR',
  album_name: 'VARCHAR',
  genre: 'VARCHAR',
  song_duration_ms: 'BIGINT',
  played_ms: 'BIGINT',
  device: 'VARCHAR',
  country: 'VARCHAR',
  city: 'VARCHAR',
};

describe('events', () => {
  const input = { kind: 'events', batches: [[full], [], [least]] } as const;

  test('are written as NDJSON, absent fields left out', async () => {
    const path = join(folder, 'new folder', 'events.ndjson');
    const { bytes } = await writeEventFile(path, 'ndjson', input);
    const text = await readFile(path, 'utf8');
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([full, least]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('are written as CSV, an absent cell apart from an empty text', async () => {
    const path = join(folder, 'events.csv');
    await writeEventFile(path, 'csv', input);
    const text = await readFile(path, 'utf8');
    expect(text).toBe(
      'event_id,event_time,action,user_id,song_id,session_id,song_title,artist_id,artist_name,' +
        'album_name,genre,song_duration_ms,played_ms,device,country,city\n' +
        `e1,2026-10-30T10:00:00.123456+02:00,skip,me,'; DROP TABLE events,"","Say ""hi"",\n` +
        `Köln 🎵",a,N,"",pop,86400000,0,web,DE,東京\n` +
        'e2,1969-12-31T23:59:59Z,play,me,s,,,,,,,,,,,\n',
    );
  });

  test('are written as Parquet, with the columns of the schema', async () => {
    const path = join(folder, 'events.parquet');
    async function* batches() {
      yield [full];
      yield [least];
    }
    await writeEventFile(path, 'parquet', { kind: 'events', batches: batches() });
    const found = await readParquet(path);
    expect(found.types).toEqual(types);
    expect(found.rows).toEqual([
      rowOf(full, '2026-10-30 08:00:00.123456+00'),
      rowOf(least, '1969-12-31 23:59:59+00'),
    ]);
  });

  test('more of them than a data chunk holds keep their order', async () => {
    const path = join(folder, 'many.parquet');
    const many = Array.from({ length: 5000 }, (_, i) => ({ ...least, event_id: `e${i}` }));
    await writeEventFile(path, 'parquet', { kind: 'events', batches: [many] });
    const { rows } = await readParquet(path);
    expect(rows.map(({ event_id: id }) => id)).toEqual(many.map(({ event_id: id }) => id));
  });

  test('of a name that ends in .gz are compressed', async () => {
    const plain = join(folder, 'plain.ndjson');
    const packed = join(folder, 'packed.ndjson.gz');
    await writeEventFile(plain, 'ndjson', input);
    await writeEventFile(packed, 'ndjson', input);
    expect(gunzipSync(await readFile(packed)).equals(await readFile(plain))).toBe(true);
  });
});

test('text is written as it is, though its memory is used again', async () => {
  const shared = new Uint8Array(3);
  function* batches() {
    for (const code of [0x61, 0x62, 0x63]) yield shared.fill(code);
  }
  for (const name of ['text.csv', 'text.csv.gz']) {
    const path = join(folder, name);
    await writeEventFile(path, 'csv', { kind: 'text', batches: batches() });
    const bytes = await readFile(path);
    const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    expect(text.toString()).toBe('aaabbbccc');
  }
});

describe('columns', () => {
  const batch: ColumnBatch = {
    rows: 2,
    id: Uint32Array.of(0x00000001, 0x22224333, 0x84445555, 0x66667777, 0xffffffff, 0, 0, 9),
    time: Float64Array.of(Date.UTC(2026, 9, 30) * 1000 + 1, -1_000_000),
    action: Uint8Array.of(3, 0),
    user: Int32Array.of(7, 1),
    session: Int32Array.of(12, -1),
    song: Int32Array.of(1, 0),
    played: Int32Array.of(31_000, -1),
    device: Uint8Array.of(0, 1),
    place: Uint8Array.of(0, 1),
  };
  const columns = (batches: Iterable<ColumnBatch>): { kind: 'columns' } & ColumnEvents => ({
    kind: 'columns',
    songs: {
      song_id: ['s1', 's2'],
      song_title: ["It's", 'Año'],
      artist_id: [null, 'a1'],
      artist_name: ['N', 'M'],
      album_name: [null, 'A'],
      genre: [null, 'pop'],
      song_duration_ms: [1000, 200_000],
    },
    places: [
      { country: 'JP', city: '東京' },
      { country: null, city: null },
    ],
    devices: [{ name: 'tv' }, { name: null }],
    userPrefix: 'u',
    sessionPrefix: 'x',
    batches,
  });
  const first = rowOf(
    {
      event_id: '00000001-2222-4333-8444-555566667777',
      event_time: '',
      action: 'skip',
      user_id: 'u7',
      song_id: 's2',
      session_id: 'x12',
      song_title: 'Año',
      artist_id: 'a1',
      artist_name: 'M',
      album_name: 'A',
      genre: 'pop',
      song_duration_ms: 200_000,
      played_ms: 31_000,
      device: 'tv',
      country: 'JP',
      city: '東京',
    },
    '2026-10-30 00:00:00.000001+00',
  );
  const second = rowOf(
    {
      event_id: 'ffffffff-0000-0000-0000-000000000009',
      event_time: '',
      action: 'play',
      user_id: 'u1',
      song_id: 's1',
      song_title: "It's",
      artist_name: 'N',
      song_duration_ms: 1000,
    },
    '1969-12-31 23:59:59+00',
  );

  test('are written as the rows they stand for', async () => {
    const path = join(folder, 'columns.parquet');
    await writeEventFile(path, 'parquet', columns([batch, { ...batch, rows: 1 }]));
    const found = await readParquet(path);
    expect(found.types).toEqual(types);
    expect(found.rows).toEqual([first, second, first]);
  });

  test('keep their order over many batches, and give the same bytes again', async () => {
    function* numbered(): Generator<ColumnBatch> {
      const rows = 2048;
      for (let n = 0; n < 80; n++) {
        const user = Int32Array.from({ length: rows }, (_, i) => n * rows + i);
        const song = user.map((number) => number % 2);
        const zeros = new Uint8Array(rows);
        const id = new Uint32Array(4 * rows).map((_, i) => Math.imul(n * rows + i, 0x9e3779b1));
        const time = Float64Array.from(user);
        const none = new Int32Array(rows).fill(-1);
        yield {
          rows,
          id,
          time,
          user,
          song,
          action: zeros,
          device: zeros,
          place: zeros,
          session: none,
          played: none,
        };
      }
    }
    const once = join(folder, 'once.parquet');
    const again = join(folder, 'again.parquet');
    await writeEventFile(once, 'parquet', columns(numbered()));
    await writeEventFile(again, 'parquet', columns(numbered()));
    expect((await readFile(once)).equals(await readFile(again))).toBe(true);
    const { rows } = await readParquet(
      once,
      `SELECT count(*)::INTEGER AS rows, bool_and(user_id = 'u' || file_row_number) AS ordered
       FROM read_parquet($path, file_row_number = true)`,
    );
    expect(rows).toEqual([{ rows: 80 * 2048, ordered: true }]);
  });

  test('that fail on the way fail with their own error', async () => {
    const path = join(folder, 'failed.parquet');
    const failure = new Error('the song ran out');
    function* failing(): Generator<ColumnBatch> {
      yield batch;
      throw failure;
    }
    await expect(writeEventFile(path, 'parquet', columns(failing()))).rejects.toBe(failure);
  });
});

describe('a write that fails', () => {
  const failure = new Error('source is gone');
  async function* failing() {
    yield [least];
    throw failure;
  }

  test.each(['a.ndjson', 'a.ndjson.gz', 'a.csv', 'a.parquet'])(
    'leaves the previous %s whole and nothing beside it',
    async (name) => {
      const path = join(folder, 'kept', name);
      const format = name.endsWith('.parquet')
        ? 'parquet'
        : name.includes('csv')
          ? 'csv'
          : 'ndjson';
      await writeEventFile(path, format, { kind: 'events', batches: [[least]] });
      const before = await readFile(path);
      const write = writeEventFile(path, format, { kind: 'events', batches: failing() });
      await expect(write).rejects.toBe(failure);
      expect((await readFile(path)).equals(before)).toBe(true);
      expect((await readdir(join(folder, 'kept'))).every((entry) => !entry.startsWith('.'))).toBe(
        true,
      );
    },
  );

  test.each(['ndjson', 'parquet'] as const)('names the path: %s', async (format) => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const path = join(file, `events.${format}`);
    await expect(
      writeEventFile(path, format, { kind: 'events', batches: [[least]] }),
    ).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', facts: { path } });
  });

  test('says that Parquet takes no .gz', async () => {
    await expect(
      writeEventFile(join(folder, 'a.parquet.gz'), 'parquet', { kind: 'events', batches: [] }),
    ).rejects.toMatchObject({ code: 'USAGE' });
  });
});
