import { readFileSync, writeFileSync, mkdirSync, copyFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  batch,
  countsIn,
  manifestIn,
  rejectedIn,
  scratch,
  tablesIn,
  tonearm,
} from './run-batch.ts';
import { writeZstd } from './sql-files.ts';

const path = scratch();
const kinds = ['ndjson', 'csv', 'parquet'] as const;
const only = 'overview,popular_songs,user_activity,city_distribution,session_lengths';
const options = ['--format', 'csv', '--only', only];

/** Lines of an input, halved: a folder with the same events in two files. */
const split = (name: string): void => {
  const [extension] = name.split('.').slice(-1);
  const lines = readFileSync(path(name), 'utf8').trimEnd().split('\n');
  const header = extension === 'csv' ? lines.splice(0, 1) : [];
  mkdirSync(path(`split-${extension}/inner`), { recursive: true });
  const write = (file: string, part: readonly string[]): void =>
    writeFileSync(path(`split-${extension}/${file}.${extension}`), [...header, ...part].join('\n'));
  write('a', lines.slice(0, 700));
  write('inner/b', lines.slice(700));
};

let truth: {
  readonly lines: number;
  readonly events: number;
  readonly duplicates: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly streams: number;
  readonly listeningMs: number;
  readonly users: number;
  readonly songs: number;
  readonly artists: number;
  readonly firstEventAt: string;
  readonly lastEventAt: string;
};
let expected: Readonly<Record<string, string>>;

beforeAll(async () => {
  for (const kind of kinds) {
    const made = await tonearm(
      `generate --events 1500 --duplicates 0.1 --out ${path(`e.${kind}`)} --truth ${path('truth.json')}`.split(
        ' ',
      ),
    );
    expect(made).toMatchObject({ code: 0, err: '' });
  }
  truth = JSON.parse(readFileSync(path('truth.json'), 'utf8')) as typeof truth;
  for (const kind of ['ndjson', 'csv'] as const) {
    const plain = readFileSync(path(`e.${kind}`));
    const halves = [plain.subarray(0, 5000), plain.subarray(5000)];
    writeFileSync(path(`e.${kind}.gz`), Buffer.concat(halves.map((half) => gzipSync(half))));
    await writeZstd(path(`e.${kind}.zst`), path(`e.${kind}`));
    split(`e.${kind}`);
  }
  copyFileSync(path('e.ndjson'), path('e.jsonl'));
  copyFileSync(path('e.ndjson'), path('E.JSON'));
  await batch([path('e.ndjson')], path('expected'), options);
  expected = tablesIn(path('expected'));
});

describe('the same events', () => {
  it.each([
    'e.ndjson.gz',
    'e.ndjson.zst',
    'e.csv',
    'e.csv.gz',
    'e.csv.zst',
    'e.parquet',
    'split-ndjson',
    'split-csv',
    'split-*/**/[ab].csv',
  ])('as %s give the same tables', async (input) => {
    await batch([path(input)], path('out'), options);
    expect(tablesIn(path('out'))).toEqual(expected);
    expect(countsIn(path('out'))).toEqual({
      read: truth.lines,
      accepted: truth.events,
      duplicates: truth.duplicates,
      rejected: 0,
      outside: 0,
    });
  });

  it.each([
    ['ndjson', 'e.ndjson', []],
    ['csv', 'e.csv', ['--input-format', 'csv']],
  ] as const)('as %s from standard input', async (_, file, more) => {
    const stdin = readFileSync(path(file));
    await batch(['-'], path('out'), [...options, ...more], { stdin });
    expect(tablesIn(path('out'))).toEqual(expected);
    expect(manifestIn(path('out')).inputs).toEqual([
      { name: 'stdin', bytes: null, rows: truth.lines },
    ]);
  });

  it('in all formats at once count once', async () => {
    const inputs = ['e.parquet', 'e.csv', 'e.jsonl', 'split-csv', 'E.JSON'];
    await batch(inputs.map(path), path('out'), options);
    expect(tablesIn(path('out'))).toEqual(expected);
    expect(countsIn(path('out'))).toMatchObject({
      read: truth.lines * 5,
      accepted: truth.events,
      rejected: 0,
    });
  });

  it('are what the generator says that it made', async () => {
    await batch([path('e.parquet')], path('out'), ['--format', 'json', '--only', 'overview']);
    expect(JSON.parse(readFileSync(path('out/overview.json'), 'utf8'))).toMatchObject([
      {
        events: truth.events,
        plays: truth.actions['play'],
        streams: truth.streams,
        listeners: truth.users,
        songs: truth.songs,
        artists: truth.artists,
        listening_ms: truth.listeningMs,
        first_event_at: truth.firstEventAt,
        last_event_at: truth.lastEventAt,
      },
    ]);
  });
});

describe('rejected events', () => {
  const good = (id: string, more: Readonly<Record<string, unknown>> = {}): string =>
    JSON.stringify({
      event_id: id,
      event_time: '2026-11-22T10:15:30Z',
      action: 'play',
      user_id: 'u',
      song_id: 's',
      ...more,
    });

  it('of NDJSON have their line and its text', async () => {
    const lines = [
      `\uFEFF${good('a')}`,
      '',
      'no json',
      good('b', { played_ms: 3.5 }),
      ' \t\r',
      `${good('a')}\r`,
      good('c', { event_time: '2026-11-22 10:15:30Z' }),
      '[]',
    ];
    writeFileSync(path('bad.ndjson'), lines.join('\n'));
    writeFileSync(path('bad.ndjson.gz'), gzipSync(lines.join('\n')));
    const places = (source: string) =>
      [
        { position: 3, reason: 'json', raw: 'no json' },
        { position: 4, reason: 'type:played_ms', raw: lines[3] },
        { position: 7, reason: 'value:event_time', raw: lines[6] },
        { position: 8, reason: 'json', raw: '[]' },
      ].map((row) => expect.objectContaining({ source, ...row }) as unknown);
    await batch([path('bad.ndjson'), path('bad.ndjson.gz')], path('out'), ['--only', 'overview']);
    expect(rejectedIn(path('out'))).toEqual([
      ...places(path('bad.ndjson')),
      ...places(path('bad.ndjson.gz')),
    ]);
    expect(countsIn(path('out'))).toEqual({
      read: 12,
      accepted: 1,
      duplicates: 3,
      rejected: 8,
      outside: 0,
    });
  });

  it('of CSV have the first line of their record and its text', async () => {
    const text = [
      '\uFEFFsong_title,event_id,event_time,action,user_id,song_id,played_ms,extra',
      '"two\r\nlines, and ""quotes""",a,2026-11-22T10:15:30Z,play,u,s,"3.0",x',
      'too,few',
      ',b,2026-11-22T10:15:30Z,play,u,s,3.5,',
      '"over\nthree\nlines",c,2026-11-22T10:15:30Z,jump,u,s,,',
      '',
      ',"",2026-11-22T10:15:30Z,play,u,s,,',
      ',d,2026-11-22T10:15:30Z,play,"u"x,s,,',
      ',e,2026-11-22T10:15:30Z,play,u,s,1e3,',
    ].join('\r\n');
    writeFileSync(path('bad.csv'), text);
    await batch([path('bad.csv')], path('out'), ['--only', 'popular_songs']);
    const source = path('bad.csv');
    expect(rejectedIn(path('out'))).toEqual(
      [
        { position: 4, reason: 'csv', raw: 'too,few' },
        { position: 5, reason: 'type:played_ms', raw: ',b,2026-11-22T10:15:30Z,play,u,s,3.5,' },
        {
          position: 6,
          reason: 'value:action',
          raw: '"over\nthree\nlines",c,2026-11-22T10:15:30Z,jump,u,s,,',
        },
        { position: 10, reason: 'value:event_id', raw: ',"",2026-11-22T10:15:30Z,play,u,s,,' },
        { position: 11, reason: 'csv', raw: ',d,2026-11-22T10:15:30Z,play,"u"x,s,,' },
      ].map((row) => expect.objectContaining({ source, ...row }) as unknown),
    );
    expect(countsIn(path('out'))).toMatchObject({ read: 7, accepted: 2, rejected: 5 });
    expect(tablesIn(path('out'))['popular_songs.csv']).toContain('"two\r\nlines, and ""quotes"""');
  });
});
