import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../src/event/event.cases.ts';
import { createCsvRecords } from '../../src/event/csv-records.ts';
import {
  batch,
  countsIn,
  manifestIn,
  rejectedIn,
  scratch,
  tablesIn,
  tonearm,
} from './run-batch.ts';

const path = scratch();

const texts = [
  `'; DROP TABLE facts; --`,
  `"quoted", with comma`,
  `<script>alert(1)</script><img src=x onerror=alert(2)>`,
  `</title></style></svg>]]>--><b>bold</b>&amp;`,
  `javascript:alert(3)" onload="alert(4)`,
  `=HYPERLINK("http://x","y")`,
  `+1-2@SUM(A1)`,
  'line\nfeed\r\nand return\r',
  '\u001b[31mred\u001b]0;title\u0007\u001b[2J',
  'nul\u0000inside\u0000',
  'nul\u0000other',
  '\u202Eright to left\u202C \u2066isolate',
  '\u009b31m C1 \u0085',
  '👩🏽‍🚀 emoji 🎵',
  'combining e\u0301\u0302\u0303\u0304\u0305\u0306\u0307',
  ' leading and trailing ',
  '\uFEFFmark',
  '\uFFFF\u{10FFFF} last',
  `\${process.exit()} {{x}} %s \\x1b \\`,
  '__proto__',
  'constructor',
  'x'.repeat(128),
  '𝄞'.repeat(128),
];

const events = texts.flatMap((text, index) => [
  wire({
    event_id: text.slice(0, 60),
    user_id: text,
    song_id: text,
    song_title: text,
    artist_id: text,
    artist_name: text,
    album_name: text,
    genre: text,
    city: text,
    device: 'web',
    session_id: text,
  }),
  wire({
    event_id: `other ${index}`,
    user_id: text,
    song_id: text,
    city: text,
    action: 'skip',
    played_ms: 40_000,
  }),
]);

const csvCell = (value: unknown): string => {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
};
const fields = Object.keys(events[0] ?? {}).concat('played_ms');

const cellsOf = (csv: string): readonly (readonly (string | null)[])[] => {
  const records = createCsvRecords();
  return [...records.push(Buffer.from(csv)), ...records.finish()].map((record) =>
    'texts' in record ? record.texts : [],
  );
};

/** What a terminal or a reader of plain text must not meet. */
// oxlint-disable-next-line no-control-regex
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;

let shown = '';
beforeAll(async () => {
  writeFileSync(path('h.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
  writeFileSync(
    path('h.csv'),
    [
      fields.join(','),
      ...events.map((event) => fields.map((name) => csvCell(event[name])).join(',')),
    ].join('\r\n'),
  );
  shown = await batch([path('h.ndjson')], path('out'), [
    '--format',
    'csv,parquet,json,ndjson',
    '--top',
    '200',
    '--windows',
  ]);
});

describe('hostile texts', () => {
  it('are stored as they are', () => {
    expect(countsIn(path('out'))).toMatchObject({
      read: texts.length * 2,
      rejected: 0,
      duplicates: 0,
    });
    const tables = tablesIn(path('out'));
    const [, ...songs] = cellsOf(tables['popular_songs.csv'] ?? '');
    expect(new Set(songs.map((cells) => cells[1]))).toEqual(new Set(texts));
    for (const cells of songs) {
      expect(cells.slice(2, 5)).toEqual([cells[1], cells[1], cells[1]]);
    }
    const json = JSON.parse(readFileSync(path('out/city_distribution.json'), 'utf8')) as readonly {
      city: string;
      events: number;
    }[];
    expect(json.map(({ city, events: n }) => [city, n])).toEqual(
      texts
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .map((text) => [text, 2]),
    );
  });

  it('are the same through every format', async () => {
    const expected = tablesIn(path('out'));
    await batch([path('h.csv')], path('again'), ['--format', 'csv', '--top', '200', '--windows']);
    expect(tablesIn(path('again'))).toEqual(expected);
    expect(
      (
        await tonearm([
          'batch',
          path('h.ndjson'),
          '--out',
          path('again'),
          '--engine',
          'reference',
          '--format',
          'csv',
          '--top',
          '200',
          '--windows',
        ])
      ).code,
    ).toBe(0);
    expect(tablesIn(path('again'))).toEqual(expected);
  });

  it('are text in the reports and on the terminal', () => {
    for (const text of [shown, readFileSync(path('out/report.txt'), 'utf8')]) {
      expect(text).not.toMatch(acting);
      expect(text).toContain('alert(1)');
    }
    const html = readFileSync(path('out/report.html'), 'utf8');
    expect(html.match(/<script|<img|<b>bold|<\/title><\/style>/i)?.[0]).toBeUndefined();
    expect(html.match(/<title/g)?.length).toBeLessThan(50);
    expect(html.match(/<[a-z]+[^>"']*\son\w+=/i)?.[0]).toBeUndefined();
    expect(html.includes('&lt;script&gt;')).toBe(true);
    JSON.parse(readFileSync(path('out/report.json'), 'utf8'));
  });
});

describe('hostile names and options', () => {
  it('of files and folders', async () => {
    const names = [
      `it's "here" [1].csv`,
      'new\nline.ndjson',
      '*.ndjson',
      '$(x) `y` ;.ndjson',
      '<b>&.ndjson',
      '\u001b[31mred\u202E.ndjson',
      '{a,b}!(c).ndjson',
      '日本.ndjson',
      '-.ndjson',
    ];
    const folder = path('d [x] {y}\n<i>');
    mkdirSync(folder, { recursive: true });
    for (const [index, name] of names.entries()) {
      const event = wire({ event_id: `n${index}` });
      const bad = wire({ event_id: '' });
      writeFileSync(
        `${folder}/${name}`,
        name.endsWith('.csv')
          ? `event_id,event_time,action,user_id,song_id\nn${index},2026-11-22T10:15:30Z,play,u,s\nx\n`
          : `${JSON.stringify(event)}\n${JSON.stringify(bad)}`,
      );
    }
    for (const inputs of [
      [folder],
      names.map((name) => `${folder}/${name}`),
      [`${path('')}/d*/*`],
    ]) {
      const text = await batch(inputs, path('odd out\n<i>\u001b[31m'), ['--format', 'csv']);
      expect(text).not.toMatch(acting);
      const out = path('odd out\n<i>\u001b[31m');
      expect(countsIn(out)).toMatchObject({ read: names.length * 2, accepted: names.length });
      const sources = names.map((name) => `${folder}/${name}`).toSorted();
      expect(
        rejectedIn(out)
          .map(({ source }) => source.replaceAll('//', '/'))
          .toSorted(),
      ).toEqual(sources);
      expect(
        manifestIn(out)
          .inputs.map(({ name }) => name.replaceAll('//', '/'))
          .toSorted(),
      ).toEqual(sources);
      expect(readFileSync(`${out}/report.html`, 'utf8').match(/<b>&|<i>/)?.[0]).toBeUndefined();
      expect(readFileSync(`${out}/report.txt`, 'utf8')).not.toMatch(acting);
    }
  });

  it('in errors are made visible', async () => {
    const name = '\u001b[31m\u202E\n.ndjson';
    for (const argv of [
      ['batch', path(name)],
      ['batch', path('h.ndjson'), '--only', name],
      ['batch', path('h.ndjson'), '--map', path(name)],
      ['batch', path('h.ndjson'), '--since', name],
      ['batch', path('h.ndjson'), '--analytics', path(name)],
      ['batch', path('h.ndjson'), '--time-zone', name],
    ]) {
      const { code, out, err } = await tonearm([...argv, '--out', path('never')]);
      expect([2, 3]).toContain(code);
      expect(out).toBe('');
      expect(err).not.toMatch(acting);
      expect(err).toMatch(/\\(?:x1b|u001b)\[31m/);
    }
    expect(readdirSync(path(''))).not.toContain('never');
  });

  it('in a mapping are plain texts', async () => {
    const odd = `a'"\\].b\u0000\n; DROP TABLE facts`;
    const row = {
      ...wire(),
      action: undefined,
      song_title: undefined,
      [odd]: `<b>'`,
      x: { 'y.z': odd },
    };
    writeFileSync(path('m.ndjson'), `${JSON.stringify(row)}\n`);
    writeFileSync(
      path('map.json'),
      JSON.stringify({
        action: { path: odd, values: { [`<b>'`]: 'play' } },
        song_title: { path: 'x.y.z' },
      }),
    );
    await batch([path('m.ndjson')], path('mapped'), [
      '--map',
      path('map.json'),
      '--only',
      'popular_songs',
    ]);
    const [, song] = cellsOf(tablesIn(path('mapped'))['popular_songs.csv'] ?? '');
    expect(song?.slice(1, 3)).toEqual(['s1', odd]);
  });
});

it('keeps events apart whose ids differ in what a C string would not see', async () => {
  const ids = ['a', 'a\u0000', 'a\u0000b', 'a\u0000c', '\u0000', '\u0000\u0000'];
  writeFileSync(
    path('ids.ndjson'),
    ids.map((id) => JSON.stringify(wire({ event_id: id, user_id: id }))).join('\n'),
  );
  await batch([path('ids.ndjson')], path('ids'), ['--only', 'overview', '--format', 'csv']);
  expect(countsIn(path('ids'))).toMatchObject({ accepted: ids.length, duplicates: 0 });
  expect(tablesIn(path('ids'))['overview.csv']).toMatch(/\n6,6,0,6,/);
});
