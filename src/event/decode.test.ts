import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoded } from './decode.ts';
import { aWireEvent, bytes, line, wire } from './event.cases.ts';
import { fieldNames, type Event, type WireEvent } from './event.ts';
import { Instant, parseInstant } from './time.ts';

const decoder = createDecoder();
const reasonOf = (decoded: Decoded): string => (decoded.ok ? 'ok' : decoded.reason);
const judge = (text: string): string => reasonOf(decoder.decodeLine(bytes(text)));
const judgeWith = (changes: Readonly<Record<string, unknown>>): string =>
  reasonOf(decoder.decodeLine(line(changes)));
/** A line whose `played_ms` is written as given. */
const played = (text: string): string =>
  JSON.stringify(wire({ played_ms: 0 })).replace('"played_ms":0', `"played_ms":${text}`);

const eventOf = (event: WireEvent): Event => {
  const absent = Object.fromEntries(fieldNames.map((name) => [name, null]));
  return { ...absent, ...event, event_time: parseInstant(event.event_time) } as Event;
};

describe('a valid line', () => {
  it('gives an event with every field, absent ones null', () => {
    const decoded = decoder.decodeLine(line({ country: 'DE' }));
    expect(decoded).toStrictEqual({
      ok: true,
      event: eventOf(wire({ country: 'DE' }) as WireEvent),
    });
    expect(decoded.ok && Object.keys(decoded.event)).toEqual(fieldNames);
  });

  test.prop([aWireEvent])('gives the event that was encoded', (event) => {
    expect(decoder.decodeLine(bytes(JSON.stringify(event)))).toStrictEqual({
      ok: true,
      event: eventOf(event),
    });
    const escaped = JSON.stringify(event).replaceAll(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(decoder.decodeLine(bytes(escaped))).toStrictEqual({ ok: true, event: eventOf(event) });
  });

  it('may have blanks around it, a carriage return at its end and unknown fields', () => {
    const text = JSON.stringify(wire({ colour: { deep: [1, 'x'] } }));
    for (const around of [text, ` \t${text} `, `${text}\r`, `\n${text}\n`])
      expect(judge(around)).toBe('ok');
  });

  it('may have null in place of any optional field', () => {
    const optional = fieldNames.slice(5);
    expect(optional[0]).toBe('session_id');
    expect(judgeWith(Object.fromEntries(optional.map((name) => [name, null])))).toBe('ok');
  });
});

describe('oversize', () => {
  const padded = (size: number): string => {
    const text = JSON.stringify(wire({ note: '' }));
    return text.replace('"note":""', `"note":"${'x'.repeat(size - text.length)}"`);
  };

  it('is a line over 65,536 bytes, its line end not counted', () => {
    expect(judge(padded(65_536))).toBe('ok');
    expect(judge(`${padded(65_536)}\r`)).toBe('ok');
    expect(judge(padded(65_537))).toBe('oversize');
    expect(judge(`${padded(65_537)}\r`)).toBe('oversize');
  });

  it('comes before every other reason', () => {
    expect(judge('x'.repeat(70_000))).toBe('oversize');
    expect(reasonOf(decoder.decodeLine(new Uint8Array(70_000).fill(0xff)))).toBe('oversize');
  });
});

describe('json', () => {
  const good = JSON.stringify(wire());
  it.each([
    ['nothing', ''],
    ['a list', `[${good}]`],
    ['null', 'null'],
    ['a number', '3'],
    ['text', '"x"'],
    ['a line cut short', good.slice(0, -1)],
    ['two objects', good + good],
    ['a trailing comma', good.replace('}', ',}')],
    ['a comment', `${good}//x`],
    ['single quotes', good.replaceAll('"', "'")],
    ['a key without quotes', good.replace('"event_id"', 'event_id')],
    ['NaN', played('NaN')],
    ['Infinity', played('Infinity')],
    ['a leading zero', played('03')],
    ['a leading plus', played('+3')],
    ['a number that ends in a point', played('3.')],
    ['a number that starts with a point', played('.3')],
    ['hexadecimal', played('0x3')],
    ['a raw tab within text', good.replace('u1', 'u\t1')],
    ['a raw line feed within text', good.replace('u1', 'u\n1')],
    ['an escape that JSON has not', good.replace('u1', String.raw`\x41`)],
    ['a byte-order mark', `\ufeff${good}`],
    ['a no-break space', `${good}\u00a0`],
    ['a lone surrogate', good.replace('u1', String.raw`\ud800`)],
    [
      'a lone surrogate in a field that nobody knows',
      good.replace('}', String.raw`,"x":["\udc00"]}`),
    ],
    ['a lone surrogate in a key', good.replace('}', String.raw`,"\ud800":1}`)],
    [
      'a lone surrogate in text that is replaced',
      good.replace('{', String.raw`{"user_id":"\ud800",`),
    ],
  ])('%s', (_, text) => {
    expect(judge(text)).toBe('json');
  });

  it.each([
    ['a stray byte', [0xff]],
    ['a character cut short', [0xc3]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate as UTF-8', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ])('bytes that are not UTF-8: %s', (_, bad) => {
    const [before = '', after = ''] = JSON.stringify(wire({ note: '#' })).split('#');
    expect(
      reasonOf(
        decoder.decodeLine(Buffer.concat([bytes(before), Uint8Array.from(bad), bytes(after)])),
      ),
    ).toBe('json');
  });

  it('takes a pair of surrogates in escapes, and an escaped backslash before u', () => {
    expect(judge(good.replace('u1', String.raw`\ud834\udd1e`))).toBe('ok');
    expect(judge(good.replace('u1', String.raw`\\ud800`))).toBe('ok');
  });

  it('survives depth', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect(judge(good.replace('}', `,"x":${deep}}`))).toBe('ok');
    expect(judge(good.replace('"u1"', deep))).toBe('type:user_id');
    expect(judge('['.repeat(60_000))).toBe('json');
  });
});

describe('by field', () => {
  const required = ['event_id', 'event_time', 'action', 'user_id', 'song_id'];
  it.each(required)('missing: %s, absent or null', (name) => {
    expect(judgeWith({ [name]: undefined })).toBe(`missing:${name}`);
    expect(judgeWith({ [name]: null })).toBe(`missing:${name}`);
  });

  it.each(fieldNames)('type: %s', (name) => {
    for (const wrong of [true, {}, []]) expect(judgeWith({ [name]: wrong })).toBe(`type:${name}`);
    const other = name.endsWith('_ms') ? '3' : 3;
    expect(judgeWith({ [name]: other })).toBe(`type:${name}`);
  });

  it.each<[string, unknown[], unknown[]]>([
    ['event_id', ['x', '𝄞'.repeat(64), '\0'], ['', 'x'.repeat(65), '𝄞'.repeat(65)]],
    [
      'event_time',
      ['2026-11-22t10:15:30z'],
      ['', 'yesterday', '2026-11-22 10:15:30Z', '2200-01-01T00:00:00Z'],
    ],
    [
      'action',
      ['play', 'pause', 'resume', 'skip', 'complete', 'stop'],
      ['', 'PLAY', 'play ', 'seek', 'toString'],
    ],
    ['user_id', ['𝄞'.repeat(128), ' '], ['', 'x'.repeat(129), '𝄞'.repeat(129)]],
    ['song_id', ['x'.repeat(128)], ['', 'x'.repeat(129)]],
    ['session_id', ['x'.repeat(128)], ['', 'x'.repeat(129)]],
    ['song_title', ['', '𝄞'.repeat(512)], ['x'.repeat(513), '𝄞'.repeat(513)]],
    ['artist_id', ['', 'x'.repeat(512)], ['x'.repeat(513)]],
    ['artist_name', ['', 'x'.repeat(512)], ['x'.repeat(513)]],
    ['album_name', ['', 'x'.repeat(512)], ['x'.repeat(513)]],
    ['genre', ['', 'x'.repeat(512)], ['x'.repeat(513)]],
    ['song_duration_ms', [1, 86_400_000], [0, -1, 86_400_001, 1e300]],
    ['played_ms', [0, -0, 86_400_000], [-1, 86_400_001]],
    [
      'device',
      ['tv', '0', 'a'.repeat(32), 'smart tv_2-x'],
      ['', 'Mobile', ' tv', '-tv', 'a'.repeat(33), 'tv\n', 'té'],
    ],
    ['country', ['DE', 'ZZ'], ['', 'D', 'DEU', 'de', 'D1', 'ÄÖ', 'DE\n']],
    ['city', ['x', '𝄞'.repeat(128)], ['', 'x'.repeat(129)]],
  ])('value: %s', (name, good, bad) => {
    for (const value of good) expect(judgeWith({ [name]: value })).toBe('ok');
    for (const value of bad) expect(judgeWith({ [name]: value })).toBe(`value:${name}`);
  });

  it.each([
    ['3', 'ok', 3],
    ['3.0', 'ok', 3],
    ['3e0', 'ok', 3],
    ['30E-1', 'ok', 3],
    ['0.3e1', 'ok', 3],
    ['-0', 'ok', 0],
    ['-0.0', 'ok', 0],
    ['3.5', 'type:played_ms', null],
    ['-3.5', 'type:played_ms', null],
    ['1e-1', 'type:played_ms', null],
    ['1e400', 'value:played_ms', null],
    ['-1e400', 'value:played_ms', null],
    ['1e30', 'value:played_ms', null],
    ['"3"', 'type:played_ms', null],
    ['false', 'type:played_ms', null],
  ])('an integer written %s: %s', (text, verdict, value) => {
    const decoded = decoder.decodeLine(bytes(played(text)));
    expect(reasonOf(decoded)).toBe(verdict);
    if (decoded.ok) expect(decoded.event.played_ms).toBe(value);
  });

  it('gives the first reason in the order of the fields, not of the keys', () => {
    expect(judge('{}')).toBe('missing:event_id');
    expect(judge('{"song_id":3,"event_id":""}')).toBe('value:event_id');
    expect(judgeWith({ event_time: 'x', user_id: null })).toBe('value:event_time');
    expect(judgeWith({ action: 3, event_time: undefined })).toBe('missing:event_time');
    expect(judgeWith({ city: 3, device: 'TV', played_ms: 0.5 })).toBe('type:played_ms');
  });

  it('reads no field from a prototype', () => {
    expect(judge(`{"__proto__":${JSON.stringify(wire())}}`)).toBe('missing:event_id');
    expect(
      judge(JSON.stringify(wire()).replace('{', '{"__proto__":{"city":3},"constructor":1,')),
    ).toBe('ok');
  });
});

describe('the detail', () => {
  const detail = (changes: Readonly<Record<string, unknown>>): string => {
    const decoded = decoder.decodeLine(line(changes));
    return decoded.ok ? '' : decoded.detail;
  };

  it('says rule and value in words', () => {
    expect(detail({ user_id: null })).toBe('user_id is required, and absent or null');
    expect(detail({ played_ms: 3.5 })).toBe(
      'played_ms must be a whole number from 0 to 86400000, not 3.5',
    );
    expect(detail({ action: 'seek' })).toBe(
      'action must be one of play, pause, resume, skip, complete, stop, not "seek"',
    );
    expect(detail({ city: { a: 1 } })).toBe(
      'city must be text of 1 to 128 characters, not an object',
    );
  });

  it('shortens the value and escapes control characters', () => {
    expect(detail({ event_id: '𝄞'.repeat(999) })).toBe(
      `event_id must be text of 1 to 64 characters, not "${'𝄞'.repeat(80)}…"`,
    );
    expect(detail({ action: '\u001b[31m\n' })).toContain(String.raw`not "\u001b[31m\n"`);
  });
});

describe('a row of values', () => {
  const judgeRecord = (changes: Readonly<Record<string, unknown>>): string =>
    reasonOf(decoder.decodeRecord(wire(changes)));

  it('may have bigints for integers and an Instant for the time', () => {
    const decoded = decoder.decodeRecord(wire({ event_time: new Instant(5), played_ms: 7n }));
    expect(decoded.ok && decoded.event).toMatchObject({ event_time: 5, played_ms: 7 });
  });

  it('keeps the rules', () => {
    expect(judgeRecord({ played_ms: -1n })).toBe('value:played_ms');
    expect(judgeRecord({ played_ms: 2n ** 64n })).toBe('value:played_ms');
    expect(judgeRecord({ played_ms: Number.NaN })).toBe('type:played_ms');
    expect(judgeRecord({ song_id: 7n })).toBe('type:song_id');
    expect(judgeRecord({ event_time: new Instant(-9e15) })).toBe('value:event_time');
    expect(judgeRecord({ event_time: new Instant(0.5) })).toBe('value:event_time');
    expect(judgeRecord({ event_time: 5 })).toBe('type:event_time');
    expect(judgeRecord({ event_time: { microseconds: 5 } })).toBe('type:event_time');
    expect(judgeRecord({ event_time: new Date(0) })).toBe('type:event_time');
  });
});

describe('a row of text', () => {
  const judgeCells = (changes: Readonly<Record<string, string | null>>): string =>
    reasonOf(decoder.decodeCells({ ...(wire() as Record<string, string>), ...changes }));

  it('has numbers as in JSON', () => {
    for (const text of ['0', '3', '3.0', '3e0', '-0'])
      expect(judgeCells({ played_ms: text })).toBe('ok');
    for (const text of [
      '',
      'abc',
      '3.5',
      ' 3',
      '3 ',
      '+3',
      '03',
      '.3',
      '3.',
      '0x3',
      'NaN',
      'Infinity',
      '1_0',
      'true',
    ]) {
      expect(judgeCells({ played_ms: text })).toBe('type:played_ms');
    }
    for (const text of ['-1', '1e400', '86400001'])
      expect(judgeCells({ played_ms: text })).toBe('value:played_ms');
  });

  it('leaves text as text', () => {
    const decoded = decoder.decodeCells({
      ...(wire() as Record<string, string>),
      song_id: '3',
      city: null,
      genre: '',
    });
    expect(decoded.ok && decoded.event).toMatchObject({ song_id: '3', city: null, genre: '' });
    expect(judgeCells({ event_id: '' })).toBe('value:event_id');
    expect(judgeCells({ event_id: null })).toBe('missing:event_id');
    expect(judgeCells({ event_time: '5' })).toBe('value:event_time');
  });
});

describe('any bytes', () => {
  const verdicts = new RegExp(
    `^(?:ok|oversize|json|(?:missing|type|value):(?:${fieldNames.join('|')}))$`,
  );

  test.prop([fc.uint8Array({ maxLength: 200 })])('get one verdict', (input) => {
    expect(reasonOf(decoder.decodeLine(input))).toMatch(verdicts);
  });

  test.prop(
    [
      aWireEvent,
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('set', 'cut', 'add')), {
        minLength: 1,
        maxLength: 4,
      }),
    ],
    { numRuns: 500 },
  )(
    'close to a valid line get one verdict, and what is accepted keeps the rules',
    (event, edits) => {
      let input = Buffer.from(JSON.stringify(event));
      for (const [at, byte, kind] of edits) {
        const index = at % input.length;
        const kept = kind === 'set' ? index + 1 : index;
        if (kind === 'cut')
          input = Buffer.concat([input.subarray(0, index), input.subarray(index + 1)]);
        else
          input = Buffer.concat([input.subarray(0, index), Buffer.of(byte), input.subarray(kept)]);
      }
      const decoded = decoder.decodeLine(input);
      expect(reasonOf(decoded)).toMatch(verdicts);
      if (decoded.ok)
        expect(
          decoder.decodeRecord({
            ...decoded.event,
            event_time: new Instant(decoded.event.event_time),
          }),
        ).toStrictEqual(decoded);
    },
  );
});
