// Arbitrary lines of NDJSON for tests: events in every spelling that JSON allows, and lines that
// were broken on purpose.
import fc from 'fast-check';
import { actions, fieldNames } from '../event/event.ts';

const letters = fc.constantFrom('a', 'Z', '7', ' ', '-', 'ü', 'ß', '夜', '🎵', "'", '/', '\u2028');
const hardLetters = fc.constantFrom('"', '\\', '\n', '\u0000', '\u007f', '\u001f', '\t');

const plainText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('u1', 'u2', 'Song One', 'Überfall', '夜の歌', 'x') },
  { weight: 2, arbitrary: fc.string({ unit: letters, minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: letters, minLength: 12, maxLength: 64 }) },
);
/** Texts around the limits of 64, 128 and 512 characters, of one to four bytes each. */
const longText = fc
  .record({
    letter: fc.constantFrom('x', 'é', '夜', '🎵'),
    length: fc.constantFrom(0, 1, 63, 64, 65, 127, 128, 129, 511, 512, 513, 600),
    end: fc.constantFrom('', 'x', 'é'),
  })
  .map(({ letter, length, end }) => letter.repeat(length) + end);
const hardText = fc.string({ unit: fc.oneof(letters, hardLetters), minLength: 0, maxLength: 40 });
const oddText = fc.oneof(hardText, longText);

const hex = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    minLength: length,
    maxLength: length,
  });
const uuid = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => parts.join('-'));
const plainId = fc.oneof(
  { weight: 4, arbitrary: uuid },
  { weight: 2, arbitrary: hex(32) },
  { weight: 1, arbitrary: plainText },
);
const oddId = fc.oneof(
  uuid.map((id) => id.toUpperCase()),
  uuid.map((id) => id.replace('-', '0')),
  uuid.map((id) => `${id.slice(0, 35)}g`),
  oddText,
);

const two = (most: number) =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
const year = fc.constantFrom('2026', '2024', '1900', '2100', '2199');
const plainTime = fc
  .record({
    year,
    month: fc.constantFrom('01', '02', '12'),
    day: fc.integer({ min: 10, max: 28 }),
    separator: fc.constantFrom('T', 'T', 't'),
    time: fc.tuple(
      fc.integer({ min: 10, max: 23 }),
      fc.integer({ min: 10, max: 59 }),
      fc.integer({ min: 10, max: 59 }),
    ),
    fraction: fc.constantFrom('', '.123', '.000001', '.1', '.999999999'),
    zone: fc.constantFrom('Z', 'Z', 'z', '+00:00', '-23:59', '+14:00'),
  })
  .map(
    (t) => `${t.year}-${t.month}-${t.day}${t.separator}${t.time.join(':')}${t.fraction}${t.zone}`,
  );
const oddTime = fc
  .record({
    year: fc.oneof(year, fc.constantFrom('1899', '2200', '0000', '999', '19x0')),
    month: two(13),
    day: two(32),
    separator: fc.constantFrom('T', 'T', 'T', ' ', '_'),
    time: fc.tuple(two(24), two(60), two(60)).map((parts) => parts.join(':')),
    fraction: fc.constantFrom('', '', '', '.', '.1234567891234', ',5', '.-1'),
    zone: fc.constantFrom('Z', 'Z', 'Z', '+23:59', '-23:59', '+24:00', '', 'Z ', '+0100'),
  })
  .map((t) => `${t.year}-${t.month}-${t.day}${t.separator}${t.time}${t.fraction}${t.zone}`);

const device = fc.constantFrom('mobile', 'web', 'smart tv_2-x', '9', 'a'.repeat(32));
const oddDevice = fc.constantFrom('', ' web', 'Web', 'a'.repeat(33), '-', 'tv\n', 'tvé', '~');
const country = fc.constantFrom('DE', 'US', 'AZ');
const oddCountry = fc.constantFrom('', 'de', 'D', 'DEU', 'D1', '[A', 'ÄÖ', '@A');
const integer = fc.oneof(
  fc.integer({ min: 1, max: 86_400_000 }),
  fc.integer({ min: 1, max: 99 }),
  fc.constant(86_400_000),
);
const oddInteger = fc.constantFrom(
  0,
  -1,
  86_400_001,
  999_999_999,
  4_294_967_297,
  4_300_000_000,
  3.5,
  1e300,
  -0,
);
/** Values of any type, for any field. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.constant([1, [2, { a: [] }]]),
  fc.constant({ a: { b: 'c' }, d: [] }),
  plainText,
  oddText,
);

const optional = <V>(value: fc.Arbitrary<V>) =>
  fc.oneof(
    { weight: 8, arbitrary: value },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
  );

/** Events that keep every rule. */
const plainEvent = fc.record({
  event_id: plainId,
  event_time: plainTime,
  action: fc.constantFrom<string>(...actions),
  user_id: plainText,
  song_id: plainText,
  session_id: optional(plainText),
  song_title: optional(plainText),
  artist_id: optional(plainText),
  artist_name: optional(plainText),
  album_name: optional(plainText),
  genre: optional(plainText),
  song_duration_ms: optional(integer),
  played_ms: optional(integer),
  device: optional(device),
  country: optional(country),
  city: optional(plainText),
});

const textNames = fieldNames.filter((name) => !/^event|action|_ms$|^device|^country/.test(name));
/** One field with a value that is at a limit, beyond it, or of another type. */
const oddField = fc.oneof(
  fc.record({ event_id: oddId }),
  fc.record({ event_time: oddTime }),
  fc.record({ action: fc.constantFrom('Play', '', 'completed', 'playx', 'complete\u0000') }),
  fc.tuple(fc.constantFrom(...textNames), oddText).map(([name, value]) => ({ [name]: value })),
  fc.record({ device: oddDevice }),
  fc.record({ country: oddCountry }),
  fc.record({ song_duration_ms: oddInteger }),
  fc.record({ played_ms: oddInteger }),
  fc.tuple(fc.constantFrom(...fieldNames), anything).map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(
      fc.constantFrom('other', 'ключ', 'event_idx', 'a_long_name_of_a_field_that_is_not_ours'),
      anything,
    )
    .map(([name, value]) => ({ [name]: value })),
);

const members = fc
  .tuple(
    plainEvent,
    fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.tuple(oddField) },
      { weight: 1, arbitrary: fc.tuple(oddField, oddField) },
    ),
  )
  .map(([event, odd]) =>
    Object.entries<unknown>(Object.assign({}, event, ...odd)).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** How a line is written. */
const gap = fc.constantFrom('', '', ' ', '\t', '  \r ', ' '.repeat(40));
const shuffle = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }));
const plainStyle = fc.record({
  shuffle,
  gap,
  escape: fc.constant('none'),
  number: fc.constant('plain'),
  twice: fc.constant(-1),
  end: fc.constantFrom('', ' ', '\r', ' \r\r'),
});
const oddStyle = fc.record({
  shuffle,
  gap,
  escape: fc.constantFrom('none', 'none', 'unicode', 'slash'),
  number: fc.constantFrom('plain', 'plain', 'point', 'exponent', 'zero', 'minus', 'plus', 'huge'),
  twice: fc.constantFrom(-1, -1, 0, 1, 5, 11),
  end: fc.constantFrom('', '', '', ',', 'x', '}'),
});
const style = fc.oneof({ weight: 2, arbitrary: plainStyle }, { weight: 1, arbitrary: oddStyle });
type Style = typeof style extends fc.Arbitrary<infer S> ? S : never;

const escapeUnits = (letter: string): string =>
  Array.from(
    { length: letter.length },
    (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** Some letters, and all beyond ASCII, as escapes. */
const escapeAll = (json: string): string =>
  Array.from(json, (letter) =>
    letter > '~' || /[a-f/]/.test(letter) ? escapeUnits(letter) : letter,
  ).join('');

const writeText = (value: string, { escape }: Style): string => {
  const json = JSON.stringify(value);
  if (escape === 'unicode' && !json.includes('\\')) return `"${escapeAll(json.slice(1, -1))}"`;
  return escape === 'slash' ? json.replaceAll('/', '\\/') : json;
};

const writeNumber = (value: number, { number }: Style): string => {
  const plain = JSON.stringify(value);
  switch (number) {
    case 'point':
      return /[.e]/.test(plain) ? plain : `${plain}.0`;
    case 'exponent':
      return /e/.test(plain) ? plain : `${plain}e0`;
    case 'zero':
      return `0${plain}`;
    case 'minus':
      return `-${plain}`;
    case 'plus':
      return `+${plain}`;
    case 'huge':
      return `${plain}e400`;
    default:
      return plain;
  }
};

const writeValue = (value: unknown, way: Style): string =>
  typeof value === 'string'
    ? writeText(value, way)
    : typeof value === 'number'
      ? writeNumber(value, way)
      : JSON.stringify(value);

const shuffled = <V>(values: readonly V[], seed: number): readonly V[] =>
  seed === 0
    ? values
    : values
        .map((value, index) => ({ value, order: ((index + 1) * seed * 7919) % 1013 }))
        .sort((left, right) => left.order - right.order)
        .map(({ value }) => value);

const writeLine = (pairs: readonly (readonly [string, unknown])[], way: Style): string => {
  const { gap } = way;
  const again = pairs[way.twice];
  const all = again === undefined ? pairs : [...pairs, again];
  const written = shuffled(all, way.shuffle).map(
    ([name, value]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${writeValue(value, way)}${gap}`,
  );
  return `${gap}{${written.join(',')}}${way.end}`;
};

const oddLines = fc.constantFrom(
  '',
  ' \t ',
  '\r',
  '{}',
  '[]',
  'null',
  '{"a":1,}',
  '{"event_id":"\\ud800"}',
  '{"event_id":NaN}',
  '"text"',
  '{"event_id":{"a":{"b":{"c":[[[[]]]]}}}}',
  '{"__proto__":{"user_id":"u"},"constructor":1}',
  `{"x":${'['.repeat(200)}${']'.repeat(200)}}`,
);

/** Lines that keep every rule and are written the usual way. */
export const plainLine: fc.Arbitrary<string> = plainEvent.map((event) => JSON.stringify(event));

const wellMeant = fc
  .tuple(members, style)
  .map(([pairs, way]) => Buffer.from(writeLine(pairs, way)));

/** A byte changed, put in or taken out, or the end cut off. */
const mutated = fc
  .tuple(
    wellMeant,
    fc.constantFrom('set', 'insert', 'delete', 'cut'),
    fc.nat(),
    fc.oneof(
      fc.constantFrom(...Buffer.from('"\\{}[]:,0-.eE \u0000\r')),
      fc.integer({ min: 0, max: 255 }),
    ),
  )
  .map(([line, kind, place, byte]) => {
    const at = place % (line.length + 1);
    const rest = line.subarray(kind === 'set' || kind === 'delete' ? at + 1 : at);
    if (kind === 'cut') return line.subarray(0, at);
    if (kind === 'delete') return Buffer.concat([line.subarray(0, at), rest]);
    return Buffer.concat([line.subarray(0, at), Buffer.from([byte]), rest]);
  });

/** Lines without their ends; a mutation may still put a line feed into one. */
export const wireLine: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 8, arbitrary: wellMeant },
  { weight: 2, arbitrary: mutated },
  { weight: 1, arbitrary: oddLines.map((line) => Buffer.from(line)) },
);

/** A whole source: lines, their ends, maybe a byte-order mark, maybe no end of the last line. */
export const wireSource: fc.Arbitrary<Buffer> = fc
  .record({
    mark: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    lines: fc.array(fc.tuple(wireLine, fc.constantFrom('\n', '\n', '\r\n', '\n\n')), {
      maxLength: 30,
    }),
    ended: fc.boolean(),
  })
  .map(({ mark, lines, ended }) => {
    const bytes = Buffer.concat([
      Buffer.from(mark ? [0xef, 0xbb, 0xbf] : []),
      ...lines.flatMap(([line, end]) => [line, Buffer.from(end)]),
    ]);
    return ended ? bytes : bytes.subarray(0, Math.max(0, bytes.length - 1));
  });

/** Cuts bytes into chunks whose sizes repeat. */
export const cut = (bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};
