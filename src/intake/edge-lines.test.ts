import { describe, test } from 'vitest';
import { collect, expectSame, lineOf, usualLayout } from './collect.cases.ts';
import { createIntake } from './intake.ts';
import { createPlainIntake } from './plain-intake.ts';

/** Each line alone and then all in one source: what a line leaves behind must not change others. */
const same = async (lines: readonly (string | Buffer)[]): Promise<void> => {
  const intake = createIntake(usualLayout, { workers: 0, pieceBytes: 70_000 });
  const plain = createPlainIntake(usualLayout);
  const bytes = lines.map((line) => Buffer.from(line));
  for (const line of [...bytes, Buffer.concat(bytes)]) {
    expectSame(await collect(intake, [line]), plain([line], { source: 'test' }));
  }
};

const withRaw = (field: string, raw: string | Buffer): Buffer => {
  const [before = '', after = ''] = lineOf({ [field]: '#' }).split('"#"');
  return Buffer.concat([Buffer.from(before), Buffer.from(raw), Buffer.from(after)]);
};
const inQuotes = (bytes: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from('"x'), Buffer.from(bytes), Buffer.from('"')]);

describe('at the edges of each rule the fast way equals the plain way', () => {
  test('times', async () => {
    const times = [
      ...['2016-12-31T23:59:60Z', '2016-12-31T23:60:00Z', '2016-12-31T24:00:00Z'],
      ...['2199-12-31T23:59:59.999999Z', '2200-01-01T00:00:00Z', '2200-01-01T00:30:00+01:00'],
      ...['1900-01-01T00:00:00Z', '1899-12-31T23:59:59.999999Z', '1899-12-31T23:30:00-01:00'],
      ...['2024-02-29', '2023-02-29', '2100-02-29', '2000-02-29', '2000-02-30'].map(
        (day) => `${day}T00:00:00Z`,
      ),
      ...['2026-04-31', '2026-00-10', '2026-13-01', '2026-01-00', '2026-1-010'].map(
        (day) => `${day}T00:00:00Z`,
      ),
      ...['+23:59', '+24:00', '+23:60', '-00:00', '+0100', '+01', 'Z+01:00', 'ZZ', ''].map(
        (zone) => `2026-01-01T00:00:00${zone}`,
      ),
      ...['.Z', '.0Z', '.1234567Z', '.9999999999999Z', ',1Z', '.1'].map(
        (rest) => `2026-01-01T00:00:00${rest}`,
      ),
      ...[
        '2026-01-01t00:00:00z',
        '2026-01-01 00:00:00Z',
        '2026-01-01T00:00Z',
        '2026:01:01T00-00-00Z',
      ],
      ...['', 'x', '2026-01-01T0a:00:00Z', '2026-01-01T00:00:0:Z', '2026-01-01T00:0/:00Z'],
    ];
    await same(times.map((time) => lineOf({ event_time: time })));
  });

  test('UTF-8', async () => {
    const sequences = [
      ...[
        [0xc0, 0x80],
        [0xc1, 0xbf],
        [0xc2, 0x80],
        [0xdf, 0xbf],
        [0xc2],
        [0xc2, 0x20],
        [0x80],
        [0xbf],
      ],
      ...[
        [0xe0, 0x9f, 0xbf],
        [0xe0, 0xa0, 0x80],
        [0xed, 0x9f, 0xbf],
        [0xed, 0xa0, 0x80],
      ],
      ...[
        [0xee, 0x80, 0x80],
        [0xef, 0xbf, 0xbf],
        [0xe2, 0x82],
        [0xe2, 0x28, 0xa1],
        [0xe2, 0x82, 0x28],
      ],
      ...[
        [0xf0, 0x8f, 0xbf, 0xbf],
        [0xf0, 0x90, 0x80, 0x80],
        [0xf4, 0x8f, 0xbf, 0xbf],
      ],
      ...[[0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xfe], [0xf0, 0x9f, 0x8e]],
      ...[
        [0xf0, 0x28, 0x8c, 0xbc],
        [0xf0, 0x90, 0x28, 0xbc],
        [0xf0, 0x90, 0x8c, 0x28],
      ],
      ...[
        [0xed, 0xbf, 0xbf],
        [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
        [0x7f],
        [0x1f],
        [0],
        [0xef, 0xbb, 0xbf],
      ],
    ];
    for (const field of ['song_title', 'event_id', 'other']) {
      await same(sequences.map((bytes) => withRaw(field, inQuotes(bytes))));
      // Behind an escape, another loop reads them.
      await same(sequences.map((bytes) => withRaw(field, inQuotes([0x5c, 0x6e, ...bytes]))));
    }
  });

  test('escapes', async () => {
    const escapes = [
      ...[
        '\\"',
        '\\\\',
        '\\/',
        '\\b',
        '\\f',
        '\\n',
        '\\r',
        '\\t',
        '\\x',
        "\\'",
        '\\0',
        '\\',
        '\\U0041',
      ],
      ...[
        '\\u0000',
        '\\u0041',
        '\\u007f',
        '\\u0080',
        '\\u07ff',
        '\\u0800',
        '\\uffff',
        '\\ud7ff',
        '\\ue000',
      ],
      ...[
        '\\ud800',
        '\\udbff',
        '\\udc00',
        '\\udfff',
        '\\ud800\\ud800',
        '\\ud800\\udbff',
        '\\ud800\\ue000',
      ],
      ...[
        '\\ud800\\udc00',
        '\\uDBFF\\uDFFF',
        '\\ud83c\\udfb5',
        '\\ud83c \\udfb5',
        '\\ud83c\\n',
        '\\udfb5\\ud83c',
      ],
      ...['\\udc00\\udc00', '\\udfff\\udfff', '\\udbff\\u0041'],
      ...['\\u00g0', '\\u12', '\\u 041', '\\u004`', '\\u004@', '\\u00:1', '\\u00/1', '\\u00G1'],
    ];
    for (const field of ['song_title', 'user_id', 'event_id', 'device', 'action', 'other']) {
      await same(escapes.map((escape) => withRaw(field, `"a${escape}"`)));
    }
    await same(escapes.map((escape) => lineOf().replace('}', `,"k${escape}":1}`)));
  });

  test('numbers', async () => {
    const numbers = [
      ...[
        '0',
        '1',
        '-0',
        '-1',
        '00',
        '01',
        '1.',
        '.5',
        '1.0',
        '3.5',
        '1e0',
        '1E2',
        '1e+2',
        '1e-2',
        '10e-1',
      ],
      ...[
        '86400000',
        '86400001',
        '864000000',
        '999999999',
        '1000000000',
        '4294967297',
        '4300000000',
      ],
      ...[
        '18446744073709551617',
        '1e400',
        '-1e400',
        '+1',
        '--1',
        '-',
        '1e',
        '1e+',
        '1.e1',
        '0x1',
        'NaN',
      ],
      ...[
        'Infinity',
        '"3"',
        'true',
        'false',
        'null',
        'nul',
        'nulll',
        'truee',
        'fals',
        '[]',
        '{}',
        '',
        '1 2',
      ],
    ];
    for (const field of ['played_ms', 'song_duration_ms', 'other', 'user_id']) {
      await same(numbers.map((number) => withRaw(field, number)));
    }
  });

  test('ids', async () => {
    const uuid = '0190c0de-89ab-7cde-8f01-23456789abcd';
    const places = Array.from({ length: 36 }, (_, at) => at);
    const letters = ['/', ':', '`', 'g', 'A', 'F', '-', '0', 'f'];
    const ids = [
      ...places.flatMap((at) =>
        letters.map((letter) => uuid.slice(0, at) + letter + uuid.slice(at + 1)),
      ),
      ...places.flatMap((at) =>
        letters.map((letter) => {
          const hex = uuid.replaceAll('-', '');
          return hex.slice(0, at) + letter + hex.slice(at + 1, 32);
        }),
      ),
      ...Array.from({ length: 66 }, (_, length) => 'x'.repeat(length)),
      ...Array.from({ length: 66 }, (_, length) => 'é'.repeat(length)),
    ];
    await same(ids.map((id) => lineOf({ event_id: id })));
  });

  test('texts of every length, alike but for one byte', async () => {
    const lines = [15, 16, 17, 31, 32, 33, 48, 127, 128].flatMap((length) =>
      [0, 7, 8, 15, 16, length - 1]
        .filter((at) => at < length)
        .flatMap((at) =>
          ['a', 'b'].map((letter) =>
            lineOf({ user_id: 'u'.repeat(at) + letter + 'u'.repeat(length - at - 1), city: null }),
          ),
        ),
    );
    await same(lines);
    const limits = [0, 1, 127, 128, 129, 511, 512, 513];
    for (const letter of ['x', 'é', '夜', '🎵', '\n']) {
      for (const field of ['user_id', 'song_title', 'city']) {
        await same(limits.map((length) => lineOf({ [field]: letter.repeat(length) })));
      }
    }
  });

  test('devices, countries, actions and names of fields', async () => {
    const letters = [
      ' ',
      '-',
      '_',
      '/',
      '0',
      '9',
      ':',
      '@',
      'A',
      'Z',
      '[',
      '`',
      'a',
      'z',
      '{',
      'é',
    ];
    await same([
      ...letters.flatMap((letter) => [
        lineOf({ device: letter }),
        lineOf({ device: `a${letter}` }),
      ]),
      ...[31, 32, 33].map((length) => lineOf({ device: 'a'.repeat(length) })),
      ...letters.flatMap((letter) => [
        lineOf({ country: `A${letter}` }),
        lineOf({ country: `${letter}Z` }),
        lineOf({ country: letter }),
        lineOf({ country: `AZ${letter}` }),
      ]),
      ...[
        '',
        'p',
        'plaz',
        'plays',
        'pla',
        'complet',
        'completes',
        'Play',
        'stop',
        'resume\u0000',
      ].map((action) => lineOf({ action })),
      ...['user_i', 'user_idx', 'User_id', 'song_duration_mss', 'song_duration_m', ''].map((name) =>
        lineOf().replace('user_id', name),
      ),
      ...['user_id', 'song_title', 'other'].map((name) =>
        lineOf({ song_title: 't', other: 1 }).replace('}', `,"${name}":"twice"}`),
      ),
      lineOf({ song_title: null }).replace('}', ',"song_title":"twice"}'),
    ]);
  });
});
