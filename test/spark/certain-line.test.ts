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

describe.skipIf(reason !== undefined)('a line that Spark calls certain', () => {
  const decoder = createDecoder();
  let session: Session;
  beforeAll(async () => {
    session = await openTestSession();
    await session.setConfig(fixedSettings);
  }, 120_000);
  afterAll(() => session.close({ release: true }));

  property.prop([fc.array(wireLine, { minLength: 1500, maxLength: 1500 })], { numRuns: 2 })(
    'is one that the decoder accepts, with the same values',
    async (lines) => {
      const judged = await judge(session, lines);
      expect(judged).toHaveLength(lines.length);
      for (const [place, { certain, counts, event }] of judged.entries()) {
        const line = lines[place] ?? new Uint8Array();
        expect(counts).toBe(!isBlank(line));
        if (certain) expect(decoder.decodeLine(line)).toEqual({ ok: true, event });
      }
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
    ['behind it is another value', '{"a":1}{"b":2}'],
    ['a number stands for text', '"user_id":7'],
    ['an object stands for text', '"city":{"a":1}'],
    ['half a surrogate pair', String.raw`"city":"\ud83c"`],
    ['a fraction stands for a whole number', '"played_ms":3.5'],
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
});
