import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batch, countsIn, rejectedIn, scratch, tablesIn, tonearm } from './run-batch.ts';
import { markAsUtc, runSql, writeParquet, writeParquets } from './sql-files.ts';

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
  only = 'overview',
): Promise<Readonly<Record<string, string>>> => {
  await batch(files.map(path), path('out'), ['--format', 'csv', '--only', only]);
  return tablesIn(path('out'));
};

/** Analytics that read every text of the files here. */
const texts = 'popular_songs,city_distribution';

const overview = (tables: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const [head = '', cells = ''] = (tables['overview.csv'] ?? '').split('\n');
  const values = cells.split(',');
  return Object.fromEntries(head.split(',').map((name, index) => [name, values[index] ?? '']));
};

describe('times', () => {
  it('in UTC as milliseconds, microseconds and nanoseconds, which are cut', async () => {
    const times = {
      TIMESTAMP_MS: ['2026-11-22 10:15:30.122', '2026-11-22T10:15:30.122Z'],
      TIMESTAMP: ['2026-11-22 10:15:30.123456', '2026-11-22T10:15:30.123456Z'],
      TIMESTAMP_NS: ['2026-11-22 10:15:30.123457999', '2026-11-22T10:15:30.123457Z'],
    };
    for (const [type, [text = '']] of Object.entries(times)) {
      const changes = {
        user_id: `'${type}'`,
        event_id: `'${type}'`,
        event_time: `${type} '${text}'`,
      };
      await writeParquet(path(`time-${type}.parquet`), rows(1, changes));
      markAsUtc(path(`time-${type}.parquet`));
    }
    const table = (await report(['time-*.parquet'], 'user_activity'))['user_activity.csv'] ?? '';
    for (const [type, [, text]] of Object.entries(times)) {
      expect(table).toMatch(new RegExp(`^\\d,${type},.*,${text},${text}$`, 'm'));
    }
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
  it('of any type', async () => {
    const types =
      'TINYINT,USMALLINT,INTEGER,UINTEGER,UBIGINT,FLOAT,DOUBLE,DECIMAL(9.3),DECIMAL(38.20)'
        .split(',')
        .map((type) => type.replace('.', ','));
    const files = types.map((type, index) => [
      path(`whole-${index}.parquet`),
      rows(3, {
        event_id: `'${type}' || i`,
        action: `'complete'`,
        played_ms: `CAST(100 + i AS ${type})`,
      }),
    ]);
    await writeParquets(Object.fromEntries(files) as Record<string, string>);
    const listened = String(types.length * 303);
    expect(overview(await report(['whole-*.parquet']))).toMatchObject({ listening_ms: listened });
  });

  it('and no others', async () => {
    const wrong = [
      ['UBIGINT', '18446744073709551615', 'value', '18446744073709551615'],
      ['BIGINT', '-1', 'value', -1],
      ['DOUBLE', '3.5', 'type', 3.5],
      ['DOUBLE', `'NaN'`, 'type', 'NaN'],
      ['DOUBLE', `'Infinity'`, 'value', 'Infinity'],
      ['DOUBLE', '1e300', 'value', 1e300],
      ['DECIMAL(9, 3)', '3.125', 'type', 3.125],
      ['DECIMAL(38, 20)', '3.00000000000000000001', 'type', '3.00000000000000000001'],
    ] as const;
    const files = wrong.map(([type, value], index) => [
      path(`wrong-${index}.parquet`),
      rows(3, {
        event_id: `'${index}-' || i`,
        played_ms: `CASE WHEN i = 1 THEN CAST(${value} AS ${type}) END`,
      }),
    ]);
    await writeParquets(Object.fromEntries(files) as Record<string, string>);
    await report(['wrong-*.parquet']);
    expect(countsIn(path('out'))).toMatchObject({ accepted: 2 * wrong.length });
    const rejected = rejectedIn(path('out')).map(({ source, position, reason, raw }) => [
      source,
      position,
      reason,
      (JSON.parse(raw) as Record<string, unknown>)['played_ms'],
    ]);
    expect(rejected).toEqual(
      wrong.map(([, , fault, raw], index) => [
        path(`wrong-${index}.parquet`),
        2,
        `${fault}:played_ms`,
        raw,
      ]),
    );
  });
});

describe('columns', () => {
  const plain = async (): Promise<Readonly<Record<string, string>>> => {
    await writeParquet(path('plain.parquet'), rows(5));
    return report(['plain.parquet'], texts);
  };

  it('of nulls may have any type', async () => {
    const expected = await plain();
    const nulls = {
      played_ms: 'NULL::DATE',
      song_title: 'NULL::INTEGER',
      device: 'NULL::BLOB',
      city: 'NULL::INT[]',
      country: 'NULL::STRUCT(a INT)',
      genre: 'NULL::BOOLEAN',
    };
    await writeParquet(path('c.parquet'), rows(5, nulls));
    expect(await report(['c.parquet'], texts)).toEqual(expected);
  });

  it('of nulls do not keep bad rows from being told', async () => {
    await writeParquet(
      path('c.parquet'),
      rows(3, {
        device: 'NULL::BLOB',
        city: 'NULL::INT[]',
        action: `['play', 'jump', 'play'][i + 1]`,
      }),
    );
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
    expect(await report(['c.parquet'], texts)).toEqual(expected);
    await writeParquet(
      path('c.parquet'),
      rows(5, { ...more, song_id: `CASE WHEN i <> 3 THEN 's' END` }),
    );
    await report(['c.parquet']);
    const [row, ...others] = rejectedIn(path('out'));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      source: path('c.parquet'),
      position: 4,
      reason: 'missing:song_id',
    });
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
    expect(await report(['c.parquet'], texts)).toEqual(expected);
    await writeParquet(
      path('c.parquet'),
      rows(5, { ...names, action: `CASE WHEN i = 3 THEN 'x' ELSE 'play' END` }),
    );
    await report(['c.parquet']);
    expect(rejectedIn(path('out'))).toMatchObject([{ position: 4, reason: 'value:action' }]);
  });

  it('come from the file and not from its folders', async () => {
    const expected = await plain();
    mkdirSync(path('country=DE/city=Köln'), { recursive: true });
    copyFileSync(path('plain.parquet'), path('country=DE/city=Köln/plain.parquet'));
    expect(await report(['country=DE'], texts)).toEqual(expected);
  });

  it('are told apart by case', async () => {
    const expected = await plain();
    await writeParquet(path('c.parquet'), rows(5, { Country: '7', SONG_TITLE: `'no'` }));
    expect(await report(['c.parquet'], texts)).toEqual(expected);
  });
});

describe('ids', () => {
  it('of any form are the same in every format', async () => {
    const ids = [
      '550e8400-e29b-41d4-a716-446655440000',
      '550E8400-E29B-41D4-A716-446655440000',
      '550e8400e29b41d4a716446655440000',
      'ffffffffffffffffffffffffffffffff',
      '00000000-0000-0000-0000-000000000000',
      '\uFEFFid',
      'id',
      'nul\u0000',
      'nul',
      'ü'.repeat(64),
    ];
    // The long title is doubtful to the fast way: its bytes are more than its characters may be.
    const lines = ids.flatMap((id, i) =>
      ['', '\uFEFF', 'é'.repeat(300)].map((title, j) =>
        JSON.stringify({
          event_id: j === 0 ? id : `${id.slice(0, 60)}${j}`,
          event_time: '2026-11-22T10:15:30Z',
          action: 'play',
          user_id: `${title.slice(0, 1)}u`,
          song_id: `s${i}`,
          song_title: title,
        }),
      ),
    );
    writeFileSync(path('ids.ndjson'), lines.join('\n'));
    await runSql(
      `COPY (SELECT * FROM read_json('${path('ids.ndjson')}', format = 'newline_delimited', columns = {event_id: 'VARCHAR', event_time: 'VARCHAR', action: 'VARCHAR', user_id: 'VARCHAR', song_id: 'VARCHAR', song_title: 'VARCHAR'})) TO '${path('ids.parquet')}'`,
    );
    const all = 'popular_songs,user_activity';
    const expected = await report(['ids.ndjson'], all);
    expect(countsIn(path('out'))).toMatchObject({ accepted: lines.length, duplicates: 0 });
    expect(await report(['ids.parquet'], all)).toEqual(expected);
    for (const both of [
      ['ids.ndjson', 'ids.parquet'],
      ['ids.parquet', 'ids.ndjson'],
      ['ids.parquet', 'ids.parquet', 'ids.ndjson'],
    ]) {
      expect(await report(both, all)).toEqual(expected);
      expect(countsIn(path('out'))).toMatchObject({ duplicates: lines.length });
    }
  });
});

describe('names of files', () => {
  const names = [
    '[a].parquet',
    'a*.parquet',
    '?.parquet',
    "it's.parquet",
    'a\nb.parquet',
    'back\\slash*.parquet',
    '{x,y}.parquet',
    '~.parquet',
    ' .parquet',
    'ä"b%20$1.parquet',
  ];

  it('are no patterns, addresses or SQL', async () => {
    mkdirSync(path('names'), { recursive: true });
    const action = `CASE WHEN i = 1 THEN 'x' ELSE 'play' END`;
    await writeParquets({
      [path('decoy.parquet')]: rows(5, { event_id: `'decoy' || i` }),
      [path('one.parquet')]: rows(2, { action }),
    });
    for (const decoy of ['a', 'aa', 'x', 'back\\slashy']) {
      copyFileSync(path('decoy.parquet'), path(`names/${decoy}.parquet`));
    }
    for (const name of names) copyFileSync(path('one.parquet'), path(`names/${name}`));
    const cwd = process.cwd();
    process.chdir(path('names'));
    try {
      for (const given of [names, names.map((name) => path(`names/${name}`))]) {
        await batch(given, path('out'), ['--only', 'overview']);
        expect(countsIn(path('out'))).toMatchObject({ read: 20, accepted: 1, rejected: 10 });
        expect(rejectedIn(path('out'))).toMatchObject(
          given.map((source) => ({ source, position: 2 })),
        );
      }
    } finally {
      process.chdir(cwd);
    }
  });
});

describe('files that are not events', () => {
  const failing = async (file: string, options: readonly string[] = []): Promise<string> => {
    const { code, out, err } = await tonearm([
      ...['batch', path(file), '--out', path('never'), '--only', 'overview'],
      ...options,
    ]);
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
    [{ played_ms: '[1.5::DOUBLE]' }, 'column played_ms is DOUBLE[]'],
    [{ user_id: null, song_id: null }, 'required columns missing: user_id, song_id'],
    [{ user_id: null, User_Id: `'u'` }, 'required columns missing: user_id'],
  ])('%j', async (changes, words) => {
    await writeParquet(path('w.parquet'), rows(2, changes));
    expect(await failing('w.parquet')).toContain(words);
  });

  it('with other names, where the mapping names columns that are not there', async () => {
    await writeParquet(path('w.parquet'), rows(2, { user_id: null }));
    writeFileSync(path('map.json'), '{"user_id": {"path": "account.id"}}');
    expect(await failing('w.parquet', ['--map', path('map.json')])).toContain(
      'required columns missing: account.id',
    );
    await writeParquet(
      path('w.parquet'),
      rows(2, { event_time: `TIMESTAMP '2026-11-22 10:15:30'` }),
    );
    writeFileSync(path('map.json'), '{"device": {"constant": "web"}}');
    expect(await failing('w.parquet', ['--map', path('map.json')])).toContain(
      'column event_time is TIMESTAMP',
    );
  });

  it('cut short, empty or text', async () => {
    await writeParquet(path('whole.parquet'), rows(1000));
    const whole = readFileSync(path('whole.parquet'));
    for (const part of [
      whole.subarray(0, -1),
      whole.subarray(0, 400),
      whole.subarray(0, 4),
      Buffer.from(''),
      Buffer.from('{"event_id": "x"}\n'.repeat(10)),
    ]) {
      writeFileSync(path('cut.parquet'), part);
      await failing('cut.parquet');
    }
  });
});
