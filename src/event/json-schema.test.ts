import { fc, test } from '@fast-check/vitest';
import { Compile } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { createDecoder } from './decode.ts';
import { aWireEvent, bytes, wire } from './event.cases.ts';
import { eventJsonSchema, mappingJsonSchema } from './json-schema.ts';
import { fieldNames } from './event.ts';

const validator = Compile(eventJsonSchema());
const decoder = createDecoder();

describe('the published schema', () => {
  it('is JSON and names itself', () => {
    const schema = eventJsonSchema();
    expect(JSON.parse(JSON.stringify(schema))).toStrictEqual(schema);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://tonearm.dev/schemas/event.schema.json',
      type: 'object',
      required: ['event_id', 'event_time', 'action', 'user_id', 'song_id'],
    });
    expect(JSON.stringify(mappingJsonSchema())).not.toContain('~');
  });

  const anything = fc.oneof(
    fc.constantFrom<unknown[]>(
      null,
      true,
      '',
      'x',
      'DE',
      'tv',
      'play',
      -1,
      0,
      3,
      3.5,
      86_400_001,
      {},
      [],
      'x'.repeat(129),
      '𝄞'.repeat(512),
      '𝄞'.repeat(513),
    ),
  );
  const change = fc.tuple(
    fc.constantFrom(...fieldNames.filter((name) => name !== 'event_time')),
    anything,
  );

  test.prop([aWireEvent, fc.array(change, { maxLength: 2 })], { numRuns: 500 })(
    'judges as the decoder does, times apart',
    (event, changes) => {
      const changed = { ...event, ...Object.fromEntries(changes) };
      expect(validator.Check(changed)).toBe(decoder.decodeLine(bytes(JSON.stringify(changed))).ok);
    },
  );

  it('requires the time and takes only text for it', () => {
    expect(validator.Check(wire({ event_time: undefined }))).toBe(false);
    expect(validator.Check(wire({ event_time: 3 }))).toBe(false);
    expect(validator.Check(wire({ event_time: 'yesterday' }))).toBe(false);
  });
});
