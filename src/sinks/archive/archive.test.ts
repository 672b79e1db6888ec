import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../event/event.ts';
import { eventAt, filesIn, mortalDisk, queryArchive, rollOf } from './archive.cases.ts';
import { type Archive, openArchive } from './archive.ts';
import type { ArchiveDisk } from './disk.ts';
import type { Roll } from './roll.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "tonearm archive's-"));
  folder = join(parent, 'archive');
});
afterEach(() => rmSync(parent, { recursive: true }));

const log = { source: 'file:log', identity: 'one' };

const withArchive = async <T>(
  use: (archive: Archive) => Promise<T>,
  more: { readonly disk?: ArchiveDisk } = {},
): Promise<T> => {
  const archive = await openArchive({ folder, ...log, ...more });
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
};

const nextIn = (): unknown =>
  (JSON.parse(readFileSync(join(folder, '_archive.json'), 'utf8')) as { next: unknown }).next;

const full: WireEvent = {
  event_id: '0191d0a0-0000-7000-8000-00000000000f',
  event_time: '2026-11-22T10:59:59.999999Z',
  action: 'skip',
  user_id: 'me',
  song_id: "'; DROP TABLE events",
  session_id: 'x',
  song_title: 'Say "hi", Köln 🎵',
  artist_id: 'a',
  artist_name: '',
  album_name: 'b',
  genre: 'pop',
  song_duration_ms: 86_400_000,
  played_ms: 0,
  device: 'web',
  country: 'DE',
  city: '東京',
};

describe('an archive', () => {
  it('has all fields of the event by their names, the partition and the offset', async () => {
    const hex = eventAt('2026-11-22T10:00:00Z', { event_id: 'f'.repeat(32) });
    await withArchive((archive) => archive.write(rollOf(7, 4_294_967_290, [full, hex])));
    const types = await queryArchive(
      folder,
      'DESCRIBE (SELECT * EXCLUDE (filename, file_row_number) FROM archive)',
    );
    expect(types.map((row) => [row['column_name'], row['column_type']])).toEqual([
      ['event_id', 'VARCHAR'],
      ['event_time', 'TIMESTAMP WITH TIME ZONE'],
      ...['action', 'user_id', 'song_id', 'session_id', 'song_title', 'artist_id'].map(text),
      ...['artist_name', 'album_name', 'genre'].map(text),
      ['song_duration_ms', 'BIGINT'],
      ['played_ms', 'BIGINT'],
      ...['device', 'country', 'city'].map(text),
      ['partition', 'INTEGER'],
      ['offset', 'BIGINT'],
    ]);
    const rows = await queryArchive(
      folder,
      'SELECT * EXCLUDE (filename, file_row_number, event_time), epoch_us(event_time) AS us FROM archive ORDER BY "offset"',
    );
    const { event_time: _, ...texts } = full;
    expect(rows[0]).toEqual({
      ...texts,
      song_duration_ms: '86400000',
      played_ms: '0',
      partition: 7,
      offset: '4294967290',
      us: String(Date.UTC(2026, 10, 22, 10, 59, 59, 999) * 1000 + 999),
    });
    expect(rows[1]).toMatchObject({
      event_id: 'f'.repeat(32),
      city: null,
      played_ms: null,
      song_duration_ms: null,
      offset: '4294967300',
    });
  });

  it('has a file in each hour that a roll has events of, all of one name', async () => {
    const times = ['2026-11-22T10:00:00Z', '2026-11-22T09:59:59.999999Z', '1969-12-31T23:59:59Z'];
    await withArchive((archive) =>
      archive.write(
        rollOf(
          2,
          100,
          times.map((at) => eventAt(at)),
        ),
      ),
    );
    expect(filesIn(folder)).toEqual([
      '_archive.json',
      'date=1969-12-31/hour=23/2-100-120.parquet',
      'date=2026-11-22/hour=09/2-100-120.parquet',
      'date=2026-11-22/hour=10/2-100-120.parquet',
    ]);
    expect(nextIn()).toEqual({ '2': 130 });
    const found = await queryArchive(
      folder,
      String.raw`SELECT regexp_extract(filename, 'hour=\d\d') AS hour, "offset"::INTEGER AS place FROM archive ORDER BY place`,
    );
    expect(found).toEqual([
      { hour: 'hour=10', place: 100 },
      { hour: 'hour=09', place: 110 },
      { hour: 'hour=23', place: 120 },
    ]);
  });

  it('has the events of one hour in their order, however many there are', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) =>
      eventAt('2026-11-22T10:00:00Z', { event_id: `e${index}`, user_id: `u${index % 977}` }),
    );
    await withArchive((archive) => archive.write(rollOf(0, 0, many)));
    const [found] = await queryArchive(
      folder,
      `SELECT count(*)::INTEGER AS n, bool_and(event_id = 'e' || ("offset" // 10)) AS named,
        bool_and(user_id = 'u' || ("offset" // 10 % 977)) AS joined,
        bool_and("offset" = 10 * file_row_number) AS ordered FROM archive`,
    );
    expect(found).toEqual({ n: 50_000, named: true, joined: true, ordered: true });
  });

  it('has copies of an event in one roll once, and those in two rolls twice', async () => {
    const ids = ['text', 'f'.repeat(32), 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const events = ids.map((id) => eventAt('2026-11-22T10:00:00Z', { event_id: id }));
    await withArchive(async (archive) => {
      await archive.write(rollOf(0, 0, [...events, ...events]));
      await archive.write(rollOf(0, 60, events));
    });
    const found = await queryArchive(folder, 'SELECT "offset" AS o FROM archive ORDER BY o');
    expect(found.map(({ o }) => Number(o))).toEqual([0, 10, 20, 60, 70, 80]);
  });

  it('goes on where it stopped, also behind what was all rejected', async () => {
    await withArchive(async (archive) => {
      await archive.begin(new Map([[3, 17]]));
      await archive.write(rollOf(0, 0, [eventAt('2026-11-22T10:00:00Z')]));
      await archive.write(rollOf(1, 0, [], 500));
    });
    await withArchive(async ({ next }) => {
      expect(next).toEqual(
        new Map([
          [0, 10],
          [1, 500],
          [3, 17],
        ]),
      );
    });
    expect(filesIn(folder)).toEqual(['_archive.json', 'date=2026-11-22/hour=10/0-0-0.parquet']);
  });
});

const text = (name: string): readonly [string, string] => [name, 'VARCHAR'];

describe('an archive that is not to be written', () => {
  it('is of another log', async () => {
    await withArchive(async () => {});
    for (const other of [{ identity: 'two' }, { source: 'file:other' }]) {
      await expect(openArchive({ folder, ...log, ...other })).rejects.toMatchObject({
        code: 'STATE_MISMATCH',
        hint: expect.stringContaining('--archive') as string,
      });
    }
  });

  it('is written by another', async () => {
    await withArchive(async () => {
      await expect(openArchive({ folder, ...log })).rejects.toMatchObject({
        code: 'STATE_IN_USE',
        message: expect.stringContaining('archive') as string,
      });
    });
  });

  it('is a folder of something else, which stays as it is', async () => {
    mkdirSync(join(folder, 'date=2026-11-22', 'hour=10'), { recursive: true });
    writeFileSync(join(folder, 'date=2026-11-22', 'hour=10', '0-0-0.parquet'), 'mine');
    await expect(openArchive({ folder, ...log })).rejects.toMatchObject({ code: 'OUTPUT_FOREIGN' });
    expect(filesIn(folder)).toEqual(['date=2026-11-22/hour=10/0-0-0.parquet']);
  });

  it.each(['{', '{"version":1}', '{"version":1,"source":"","identity":"","next":{"0":"x"}}'])(
    'has offsets that cannot be read: %s',
    async (content) => {
      mkdirSync(folder);
      writeFileSync(join(folder, '_archive.json'), content);
      await expect(openArchive({ folder, ...log })).rejects.toMatchObject({
        code: 'STATE_DAMAGED',
      });
    },
  );

  it('has offsets older than its files, which stay as they are', async () => {
    const rolls = [0, 10, 20].map((at) => rollOf(0, at, [eventAt(`2026-11-22T10:00:${at + 10}Z`)]));
    await withArchive(async (archive) => {
      for (const roll of rolls.slice(0, 1)) await archive.write(roll);
    });
    const old = readFileSync(join(folder, '_archive.json'));
    await withArchive(async (archive) => {
      for (const roll of rolls.slice(1)) await archive.write(roll);
    });
    const files = filesIn(folder);
    writeFileSync(join(folder, '_archive.json'), old);
    await expect(openArchive({ folder, ...log })).rejects.toMatchObject({ code: 'STATE_DAMAGED' });
    expect(filesIn(folder)).toEqual(files);
  });

  it('cannot be written: the error names it', async () => {
    writeFileSync(folder, 'a file');
    await expect(openArchive({ folder, ...log })).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      facts: { path: folder },
    });
  });
});

describe('a process that is killed at any point', () => {
  const hours = ['09', '10', '10', '09'];
  const events = hours.map((hour, index) =>
    eventAt(`2026-11-22T${hour}:00:00Z`, { event_id: `e${index}` }),
  );

  /** What is left to archive, in rolls of so many events. */
  const rollsFrom = (next: number, size: number): readonly Roll[] => {
    const rolls: Roll[] = [];
    for (let from = next / 10; from < events.length; from += size) {
      rolls.push(rollOf(0, from * 10, events.slice(from, from + size)));
    }
    return rolls;
  };

  /** Whether it came to the end. */
  const runKilled = async (after: number, size: number): Promise<boolean> => {
    const { disk, isDead } = mortalDisk(after);
    try {
      await withArchive(
        async (archive) => {
          for (const roll of rollsFrom(archive.next.get(0) ?? 0, size)) await archive.write(roll);
        },
        { disk },
      );
    } catch (cause) {
      if (!isDead()) throw cause;
    }
    return !isDead();
  };

  it('leaves an archive that the next one makes whole, whatever its rolls are', async () => {
    for (let after = 0; ; after += 1) {
      rmSync(folder, { recursive: true, force: true });
      const ended = await runKilled(after, 2);
      // Dies once more: perhaps while it removes what the first one left.
      if (after % 6 === 0) await runKilled(after % 7, 1);
      expect(await runKilled(Infinity, 4)).toBe(true);
      const rows = await queryArchive(
        folder,
        'SELECT event_id AS id, "offset" AS o FROM archive ORDER BY o',
      );
      expect(rows).toEqual(
        events.map((event, index) => ({ id: event.event_id, o: String(index * 10) })),
      );
      expect(filesIn(folder).filter((name) => !/archive\.json$|\d\.parquet$/.test(name))).toEqual(
        [],
      );
      expect(nextIn()).toEqual({ '0': 40 });
      if (!ended) continue;
      expect(after).toBeGreaterThan(20);
      break;
    }
  }, 60_000);

  it('and repeats the same roll, writes files of the same bytes', async () => {
    const [roll] = rollsFrom(0, 4);
    const bytes: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      rmSync(folder, { recursive: true, force: true });
      await withArchive((archive) => archive.write(roll as Roll));
      bytes.push(filesIn(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
    }
    expect(bytes[0]).toEqual(bytes[1]);
  });
});
