import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localRelation } from '../../src/engines/spark/connect/local-relation.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import { fixedSettings } from '../../src/engines/spark/batch/tuning.ts';
import { isNotBlank, judgedLines } from '../../src/engines/spark/read/certain-line.ts';
import { createDecoder } from '../../src/event/decode.ts';
import { type Event, fieldNames } from '../../src/event/event.ts';
import { isBlank } from '../../src/event/line.ts';
import { plainLine, wireLine } from '../../src/intake/wire-lines.cases.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const { reason } = await startTestSpark();

interface Judged {
  readonly certain: boolean;
  readonly counts: boolean;
  readonly event: Event;
}

const judge = async (
  session: Session,
  lines: readonly Uint8Array[],
): Promise<readonly Judged[]> => {
  const view = localRelation([
    { name: 'place', type: 'int', values: lines.map((_, place) => place) },
    { name: 'bytes', type: 'binary', values: lines },
  ]);
  await session.createView('some_lines', view);
  const fields = fieldNames.map((name) =>
    name === 'event_time' ? 't AS event_time' : `j.${name}`,
  );
  const rows = await session.rows({
    sql: `SELECT place, certain, ${isNotBlank} AS counts, ${fields.join(', ')}
      FROM (${judgedLines('SELECT place, CAST(bytes AS STRING) AS value FROM some_lines')}) ORDER BY place`,
  });
  return rows.map(({ certain, counts, ...row }) => ({
    certain: certain === true,
    counts: counts === true,
    event: Object.fromEntries(fieldNames.map((name) => [name, row[name]])) as unknown as Event,
  }));
};

const plainMembers = (colon: string): readonly string[] =>
  Object.entries({
    event_id: '1',
    event_time: '2026-01-01T00:00:00Z',
    action: 'play',
    song_id: 's',
    user_id: 'u',
  }).map(([name, text]) => `"${name}"${colon}"${text}"`);

// Pieces of texts, as they stand in JSON.
const piece = fc.constantFrom(
  ...[
    'x',
    '{',
    '}',
    '{}',
    '}{',
    '},{',
    '\\uD55c',
    '\\ud7ff',
    '\\uE000',
    '\\\\',
    '\\\\u',
    '\\\\\\\\',
    '\\"',
  ],
  ...[
    '\\ud83c\\udfb5',
    '\\uD83C\\uDFB5',
    '\\uDBFF\\udc00',
    '\\\\ud83c',
    'ud83c',
    '\\"city\\":\\"y\\"',
  ],
);
const half = fc.constantFrom(
  '\\ud83c',
  '\\uDBFF',
  '\\uDfb5',
  '\\udc00',
  '\\uDFFF',
  '\\\\',
  '\\ud83c\\udfb5',
);
const hostileText = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(half, { maxLength: 4 }) },
  )
  .map((pieces) => `"${pieces.join('')}"`);
const inside = fc.oneof(
  hostileText,
  fc.constantFrom(
    '1',
    'null',
    '{}',
    '[]',
    '[{}]',
    '[[{"city":"n"}],"}"]',
    '{"city":"n"}',
    '{"a":{"b":"}"}}',
  ),
  fc.constantFrom(
    '{"played_ms":3.0}',
    '{"a":{"b":{"c":{"d":{}}}}}',
    '{"a":{"b":{"c":1}}}',
    '{"user_id":null}',
  ),
);
const whole = fc.constantFrom(
  '3.0',
  '3.00',
  '-0.0',
  '0.0',
  '3.05',
  '3.0e1',
  '86400001.0',
  '03.0',
  '3',
  'null',
);
const hostileMember = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('song_title', 'city', 'genre'), hostileText) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('context', 'x}', '\\ud83c'), inside) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('city', 'artist_name'), inside) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('played_ms', 'song_duration_ms'), whole) },
);
/** Lines with braces and escapes where they must not be taken for others. */
const hostileLine = fc
  .record({
    members: fc.uniqueArray(hostileMember, { selector: ([name]) => name, maxLength: 4 }),
    colon: fc.constantFrom(':', ':', ': ', ' : '),
    start: fc.constantFrom('', '', '', ' '),
    end: fc.oneof(
      { weight: 8, arbitrary: fc.constant('') },
      fc.constantFrom(' ', ' \t\r', '}', '{}', ' {"a":1}', ',{}', '"}', '"}"', '"{"}', ']', '\\"}'),
    ),
  })
  .map(({ members, colon, start, end }) => {
    const odd = members.map(([name, text]) => `"${name}"${colon}${text}`);
    return `${start}{${[...plainMembers(colon), ...odd].join(',')}}${end}`;
  });

describe.skipIf(reason !== undefined)('a line that Spark calls certain', () => {
  const decoder = createDecoder();
  let session: Session;
  beforeAll(async () => {
    session = await openTestSession();
    await session.setConfig(fixedSettings);
  }, 120_000);
  afterAll(() => session.close({ release: true }));

  const expectExact = async (lines: readonly Uint8Array[]): Promise<readonly Judged[]> => {
    const judged = await judge(session, lines);
    expect(judged).toHaveLength(lines.length);
    for (const [place, { certain, counts, event }] of judged.entries()) {
      const line = lines[place] ?? new Uint8Array();
      expect(counts).toBe(!isBlank(line));
      const shown = Buffer.from(line).toString('utf8');
      if (certain) expect([shown, decoder.decodeLine(line)]).toEqual([shown, { ok: true, event }]);
    }
    return judged;
  };

  property.prop([fc.array(wireLine, { minLength: 1500, maxLength: 1500 })], { numRuns: 2 })(
    'is one that the decoder accepts, with the same values',
    async (lines) => {
      await expectExact(lines);
    },
    60_000,
  );

  property.prop([fc.array(hostileLine, { minLength: 2000, maxLength: 2000 })], { numRuns: 2 })(
    'is so among braces, escapes and objects in objects too',
    async (lines) => {
      const bytes = lines.map((line) => Buffer.from(line));
      const judged = await expectExact(bytes);
      const accepted = bytes.map((line) => decoder.decodeLine(line).ok);
      for (const [place, line] of lines.entries()) {
        if (accepted[place] === true && judged[place]?.certain !== true) {
          // A blank before an object with more braces, other spellings of whole numbers, and depth.
          expect(line).toMatch(/^ .*\}.*\}|3\.00|3\.0e1|\{"d":/);
        }
      }
      expect(judged.filter(({ certain }) => certain).length).toBeGreaterThan(lines.length / 4);
    },
    60_000,
  );

  test('is each usual one, as compact as JavaScript writes it and as wide as Python does', async () => {
    const usual = fc
      .sample(plainLine, { numRuns: 300, seed: 1 })
      .filter((text) => decoder.decodeLine(Buffer.from(text)).ok)
      .filter((text) => /"event_time":"[^"]*T[^"]{8}(\.[0-9]{1,6})?(Z|[+-](0|1[0-7]))/.test(text));
    const python = usual.map((text) => text.replaceAll('":', '": ').replaceAll(',"', ', "'));
    const lines = [...usual, ...python, ...usual.map((text) => `${text}\r`)];
    const judged = await judge(
      session,
      lines.map((text) => Buffer.from(text)),
    );
    const doubtful = lines.filter((_, place) => judged[place]?.certain !== true);
    expect(lines.length).toBeGreaterThan(200);
    expect(doubtful).toEqual([]);
  });

  test.each([
    ['escaped pairs and Hangul', String.raw`"city":"\ud83c\udfb5\uD83C\uDFB5\ud55c\uD7FF"`],
    ['an escaped pair behind a backslash', String.raw`"city":"\\\ud83c\udfb5"`],
    ['an escaped backslash before letters', String.raw`"city":"\\ud83c"`],
    ['braces in a text', String.raw`"song_title":"} {\"}{"`],
    ['an object in an unknown field', '"context":{"city":7,"app":{"v":[{}]}},"city":"x"'],
    ['a fraction of naught', '"played_ms":3.0,"song_duration_ms":4.0'],
    ['blanks at both sides of a colon', '"city" : "x","played_ms" : null'],
    ['blanks behind a comma', '"city":"x", "genre":"y"'],
  ])('is one with %s', async (_, part) => {
    const line = Buffer.from(`{${[...plainMembers(':'), part].join(',')}} \t\r`);
    const [judged] = await expectExact([line]);
    expect(decoder.decodeLine(line).ok).toBe(true);
    expect(judged?.certain).toBe(true);
  });

  test.each([
    ['behind it is another value', '{"a":1}{"b":2}'],
    ['a number stands for text', '"user_id":7'],
    ['an object stands for text', '"city":{"a":1}'],
    ['half a surrogate pair', String.raw`"city":"\ud83c"`],
    ['the low half alone', String.raw`"city":"\uDFB5"`],
    ['the halves are swapped', String.raw`"city":"\udfb5\ud83c"`],
    ['a half is behind a pair', String.raw`"city":"\ud83c\udfb5\udfb5"`],
    ['the first half is not escaped', String.raw`"city":"\\ud83c\udfb5"`],
    ['a backslash is between the halves', String.raw`"city":"\ud83c\\\udfb5"`],
    ['the halves are in two fields', String.raw`"city":"\ud83c","genre":"\udfb5"`],
    ['a text with a brace and a number stands for text', '"genre":"}","city":7'],
    ['only an object inside has the text', '"city":7,"other":{"city":"x"}'],
    ['an object stands for text that one inside has', '"city":{"city":"x"}'],
    ['behind it are texts with braces', '{"a":"}"}"}"}'],
    ['a fraction stands for a whole number', '"played_ms":3.5'],
    ['a fraction is beside one of naught', '"played_ms":3.05,"song_duration_ms":4.0'],
    ['text stands for a number', '"played_ms":"3"'],
    ['an apostrophe stands for a quote', `"city":'x'`],
    ['a comma too many', '"city":"x",'],
    ['NaN in an unknown field', '"other":NaN'],
  ])('is none where %s', async (_, part) => {
    const start =
      '{"event_id":"1","event_time":"2026-01-01T00:00:00Z","action":"play","song_id":"s"';
    const user = part.includes('user_id') ? '' : ',"user_id":"u"';
    const text = part.startsWith('{') ? `${start}${user}}${part}` : `${start}${user},${part}}`;
    const [judged] = await judge(session, [Buffer.from(text)]);
    expect(judged?.certain).toBe(false);
  });

  test('is none where a blank is before it and its members are behind it', async () => {
    const members = plainMembers(':').join(',');
    const line = Buffer.from(` {${members},"city":7},${members},"city":"x"}`);
    const [judged] = await expectExact([line]);
    expect(judged?.certain).toBe(false);
  });

  test('is none where a letter or a bracket is behind it', async () => {
    const lines = ['x', ']', ',', ' "'].map((end) => `{${plainMembers(':').join(',')}}${end}`);
    const judged = await expectExact(lines.map((line) => Buffer.from(line)));
    expect(judged.map(({ certain }) => certain)).toEqual(lines.map(() => false));
  });
});
