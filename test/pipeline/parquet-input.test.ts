import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batch, countsIn, rejectedIn, scratch, tablesIn, tonearm } from './run-batch.ts';
import { markAsUtc, writeParquet } from './sql-files.ts';

const path = scratch();

/** Columns of a valid event, as SQL; changes replace and add some, null takes one away. */
const columns = (changes: Readonly<Record<string, string | null>> = {}): string =>
  Object.entries({
    event_id: `'e' || i`,
    event_time: `TIMESTAMPTZ '2026-11-22 10:15:30Z' + INTERVAL (i) SECOND`,
    action: `'play'`,
    user_id: `'u'`,
    song_id: `'s'`,
    ...changes,
  })
    .filter(([, sql]) => sql !== null)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(', ');

const rows = (count: number, changes?: Parameters<typeof columns>[0]): string =>
  `SELECT ${columns(changes)} FROM range(${count}) AS t(i)`;

const report = async (
  files: readonly string[],
  options: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> => {
  await batch(files.map(path), path('out'), ['--format', 'csv', '--only', 'overview,city_distribution,popular_songs', ...options]);
  return tablesIn(path('out'));
};

const overview = (tables: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const [head = '', cells = ''] = (tables['overview.csv'] ?? '').split('\n');
  const values = cells.split(',');
  return Object.fromEntries(head.split(',').map((name, index) => [name, values[index] ?? '']));
};

describe('times', () => {
  it.each(['TIMESTAMP_MS', 'TIMESTAMP', 'TIMESTAMP_NS'])('as UTC %s', async (type) => {
    const time = `CAST(TIMESTAMP '2026-11-22 10:15:30.123' + INTERVAL (i) SECOND AS ${type})`;
    await writeParquet(path('t.parquet'), rows(3, { event_time: time }));
    markAsUtc(path('t.parquet'));
    expect(overview(await report(['t.parquet']))).toMatchObject({
      events: '3',
      first_event_at: '2026-11-22T10:15:30.123Z',
      last_event_at: '2026-11-22T10:15:32.123Z',
    });
  });

  it('cuts nanoseconds to microseconds', async () => {
    const event_time = `TIMESTAMP_NS '2026-11-22 10:15:30.123456999'`;
    await writeParquet(path('t.parquet'), rows(1, { event_time }));
    markAsUtc(path('t.parquet'));
    const { first_event_at: first } = overview(await report(['t.parquet']));
    expect(first).toBe('2026-11-22T10:15:30.123456Z');
  });

  it('as text, of any form that RFC 3339 has; others are rejected', async () => {
    const texts = [
      '2026-11-22T10:15:30Z',
      '2026-11-22t11:15:30.1234567+01:00',
      '2026-02-30T10:15:30Z',
      '2026-11-22 10:15:30Z',
      '1899-12-31T23:59:59Z',
      '1900-01-01T00:00:00Z',
    ];
    const list = `[${texts.map((text) => `'${text}'`).join(', ')}]`;
    await writeParquet(path('t.parquet'), rows(6, { event_time: `${list}[i + 1]` }));
    expect(overview(await report(['t.parquet']))).toMatchObject({
      events: '3',
      first_event_at: '1900-01-01T00:00:00Z',
      last_event_at: '2026-11-22T10:15:30.123456Z',
    });
    expect(rejectedIn(path('out')).map(({ position, reason }) => [position, reason])).toEqual([
      [3, 'value:event_time'],
      [4, 'value:event_time'],
      [5, 'value:event_time'],
    ]);
  });

  it('rejects those that are out of range, infinite or absent', async () => {
    const times = [
      `TIMESTAMPTZ '1899-12-31 23:59:59Z'`,
      `TIMESTAMPTZ '2200-01-01 00:00:00Z'`,
      `TIMESTAMPTZ '290000-01-01 00:00:00Z'`,
      `'infinity'::TIMESTAMPTZ`,
      `'-infinity'::TIMESTAMPTZ`,
      'NULL',
      `TIMESTAMPTZ '2199-12-31 23:59:59.999999Z'`,
    ];
    await writeParquet(path('t.parquet'), rows(7, { event_time: `[${times.join(', ')}][i + 1]` }));
    expect(overview(await report(['t.parquet']))).toMatchObject({ events: '1' });
    expect(rejectedIn(path('out')).map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 5 }, () => 'value:event_time'),
      'missing:event_time',
    ]);
  });
});

describe('whole numbers', () => {
  it.each([
    'TINYINT',
    'USMALLINT',
    'INTEGER',
    'UINTEGER',
    'UBIGINT',
    'FLOAT',
    'DOUBLE',
    'DECIMAL(9, 3)',
    'DECIMAL(38, 20)',
  ])('as %s', async (type) => {
    const action = `'complete'`;
    await writeParquet(path('n.parquet'), rows(3, { action, played_ms: `CAST(100 + i AS ${type})` }));
    expect(overview(await report(['n.parquet']))).toMatchObject({ listening_ms: '303' });
  });

  it.each([
    ['UBIGINT', '18446744073709551615', 'value', 18_446_744_073_709_552_000],
    ['BIGINT', '-1', 'value', -1],
    ['DOUBLE', '3.5', 'type', 3.5],
    ['DOUBLE', `'NaN'`, 'type', 'NaN'],
    ['DOUBLE', `'Infinity'`, 'value', 'Infinity'],
    ['DOUBLE', '1e300', 'value', 1e300],
    ['DECIMAL(9, 3)', '3.125', 'type', 3.125],
    ['DECIMAL(38, 20)', '3.00000000000000000001', 'type', '3.00000000000000000001'],
  ] as const)('as %s does not take %s', async (type, value, fault, raw) => {
    const played_ms = `CASE WHEN i = 1 THEN CAST(${value} AS ${type}) END`;
    await writeParquet(path('n.parquet'), rows(3, { played_ms }));
    await report(['n.parquet']);
    expect(countsIn(path('out'))).toMatchObject({ accepted: 2, rejected: 1 });
    const [row] = rejectedIn(path('out'));
    expect(row).toMatchObject({ position: 2, reason: `${fault}:played_ms` });
    if (type !== 'UBIGINT') expect(JSON.parse(row?.raw ?? '')).toMatchObject({ played_ms: raw });
  });
});

describe('columns', () => {
  const plain = async (): Promise<Readonly<Record<string, string>>> => {
    await writeParquet(path('plain.parquet'), rows(5));
    return report(['plain.parquet']);
  };

  it('of nulls may have any type', async () => {
    const expected = await plain();
    const nulls = { played_ms: 'NULL::DATE', song_title: 'NULL::INTEGER', device: 'NULL::BLOB', city: 'NULL::INT[]', country: 'NULL::STRUCT(a INT)', genre: 'NULL::BOOLEAN' };
    await writeParquet(path('c.parquet'), rows(5, nulls));
    expect(await report(['c.parquet'])).toEqual(expected);
  });

  it('of nulls do not keep bad rows from being told', async () => {
    await writeParquet(path('c.parquet'), rows(3, { device: 'NULL::BLOB', city: 'NULL::INT[]', action: `['play', 'jump', 'play'][i + 1]` }));
    await report(['c.parquet']);
    expect(rejectedIn(path('out'))).toMatchObject([{ position: 2, reason: 'value:action' }]);
  });

  it('that are unknown are ignored, and are in the raw row', async () => {
    const expected = await plain();
    const more = {
      nested: `{'a': [1, 2], 'when': TIMESTAMPTZ '2026-01-01 00:00:00Z', 'n': 'NaN'::DOUBLE}`,
      "it's": `'x'`,
      map: `MAP {'k': 1.5::DECIMAL(5, 2)}`,
      bytes: `'\\xFF'::BLOB`,
      day: `DATE '2026-01-01'`,
      local: `TIMESTAMP '2026-01-01 00:00:00'`,
      big: `123456789012345678901234567890::DECIMAL(38, 0)`,
      key: 'i',
      t: 'i',
      fine: 'true',
    };
    await writeParquet(path('c.parquet'), rows(5, more));
    expect(await report(['c.parquet'])).toEqual(expected);
    await writeParquet(path('c.parquet'), rows(5, { ...more, song_id: `CASE WHEN i <> 3 THEN 's' END` }));
    await report(['c.parquet']);
    const [row, ...others] = rejectedIn(path('out'));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ source: path('c.parquet'), position: 4, reason: 'missing:song_id' });
    expect(JSON.parse(row?.raw ?? '')).toMatchObject({
      event_id: 'e3',
      event_time: '2026-11-22T10:15:33Z',
      song_id: null,
      nested: { a: [1, 2], when: '2026-01-01T00:00:00Z', n: 'NaN' },
      "it's": 'x',
      map: { k: 1.5 },
      day: '2026-01-01',
      key: 3,
      fine: true,
    });
  });

  it('whose names DuckDB gives a meaning are only columns', async () => {
    const expected = await plain();
    const names = { file_row_number: 'i + 7', filename: `'f'`, file_index: 'i', rowid: 'i' };
    await writeParquet(path('c.parquet'), rows(5, names));
    expect(await report(['c.parquet'])).toEqual(expected);
    await writeParquet(path('c.parquet'), rows(5, { ...names, action: `CASE WHEN i = 3 THEN 'x' ELSE 'play' END` }));
    await report(['c.parquet']);
    expect(rejectedIn(path('out'))).toMatchObject([{ position: 4, reason: 'value:action' }]);
  });

  it('come from the file and not from its folders', async () => {
    const expected = await plain();
    mkdirSync(path('country=DE/city=Köln'), { recursive: true });
    copyFileSync(path('plain.parquet'), path('country=DE/city=Köln/plain.parquet'));
    expect(await report(['country=DE'])).toEqual(expected);
  });

  it('are told apart by case', async () => {
    const expected = await plain();
    await writeParquet(path('c.parquet'), rows(5, { Country: '7', SONG_TITLE: `'no'` }));
    expect(await report(['c.parquet'])).toEqual(expected);
  });
});

describe('names of files', () => {
  it.each(['[a].parquet', 'a*.parquet', '?.parquet', "it's.parquet", 'a\nb.parquet', 'back\\slash*.parquet', '{x,y}.parquet', '~.parquet', ' .parquet', 'ä"b%20$1.parquet'])('%j', async (name) => {
    mkdirSync(path('names'), { recursive: true });
    await writeParquet(path('names/decoy.parquet'), rows(5));
    for (const decoy of ['a', 'aa', 'x', 'back\\slashy']) copyFileSync(path('names/decoy.parquet'), path(`names/${decoy}.parquet`));
    await writeParquet(path('one.parquet'), rows(2, { action: `CASE WHEN i = 1 THEN 'x' ELSE 'play' END` }));
    copyFileSync(path('one.parquet'), path(`names/${name}`));
    const cwd = process.cwd();
    process.chdir(path('names'));
    try {
      for (const given of [name, path(`names/${name}`)]) {
        await batch([given], path('out'), ['--only', 'overview']);
        expect(countsIn(path('out'))).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
        expect(rejectedIn(path('out'))).toMatchObject([{ source: given, position: 2 }]);
      }
    } finally {
      process.chdir(cwd);
    }
  });
});

describe('files that are not events', () => {
  const failing = async (file: string, options: readonly string[] = []): Promise<string> => {
    const { code, out, err } = await tonearm(['batch', path(file), '--out', path('never'), ...options]);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(path(file));
    expect(err).toMatch(/\n {2}hint: /);
    return err;
  };

  it.each([
    [{ event_time: `TIMESTAMP '2026-11-22 10:15:30'` }, 'column event_time is TIMESTAMP'],
    [{ event_time: `TIMESTAMP_NS '2026-11-22 10:15:30'` }, 'without a zone'],
    [{ event_time: 'i' }, 'column event_time is BIGINT'],
    [{ played_ms: `'3'` }, 'column played_ms is VARCHAR, not an integer'],
    [{ song_title: 'i' }, 'column song_title is BIGINT, not a string'],
    [{ user_id: `'u'::BLOB` }, 'column user_id is BLOB'],
    [{ user_id: `['u']` }, 'column user_id is VARCHAR[]'],
    [{ user_id: null, song_id: null }, 'required columns missing: user_id, song_id'],
    [{ user_id: null, User_Id: `'u'` }, 'required columns missing: user_id'],
  ])('%j', async (changes, words) => {
    await writeParquet(path('w.parquet'), rows(2, changes));
    expect(await failing('w.parquet')).toContain(words);
  });

  it('with other names, where the mapping names columns that are not there', async () => {
    await writeParquet(path('w.parquet'), rows(2, { user_id: null }));
    writeFileSync(path('map.json'), '{"user_id": {"path": "account.id"}}');
    expect(await failing('w.parquet', ['--map', path('map.json')])).toContain('required columns missing: account.id');
    await writeParquet(path('w.parquet'), rows(2, { event_time: `TIMESTAMP '2026-11-22 10:15:30'` }));
    writeFileSync(path('map.json'), '{"device": {"constant": "web"}}');
    expect(await failing('w.parquet', ['--map', path('map.json')])).toContain('column event_time is TIMESTAMP');
  });

  it('cut short, empty or text', async () => {
    await writeParquet(path('whole.parquet'), rows(1000));
    const whole = readFileSync(path('whole.parquet'));
    for (const part of [whole.subarray(0, -1), whole.subarray(0, 400), whole.subarray(0, 4), Buffer.from(''), Buffer.from('{"event_id": "x"}\n'.repeat(10))]) {
      writeFileSync(path('cut.parquet'), part);
      await failing('cut.parquet');
    }
  });
});
