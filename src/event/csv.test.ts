import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { TonearmError } from '../error.ts';
import { createCsvReader, type CsvRow } from './csv.ts';
import { createDecoder } from './decode.ts';
import { aWireEvent, bytes } from './event.cases.ts';
import type { Mapping } from './mapping.ts';
import { rawText } from './reject.ts';
import { fieldNames } from './event.ts';

const header = 'event_id,event_time,action,user_id,song_id,song_title,played_ms';
const good = (id: string): string => `${id},2026-11-22T10:15:30Z,play,u1,s1,,`;

type Outcome = readonly [position: number, id: string | null, problem?: string];

const readChunks = (chunks: readonly Uint8Array[], mapping?: Mapping): readonly CsvRow[] => {
  const reader = createCsvReader({ file: 'x.csv', mapping });
  // Rows are views: copy what is kept.
  const keep = (row: CsvRow): CsvRow => ({ ...row, raw: Buffer.from(row.raw) });
  const rows = chunks.flatMap((chunk) => {
    const reused = Uint8Array.from(chunk);
    const kept = Array.from(reader.push(reused), keep);
    reused.fill(0x23);
    return kept;
  });
  return [...rows, ...Array.from(reader.finish(), keep)];
};

const read = (text: string | Uint8Array, mapping?: Mapping): readonly CsvRow[] =>
  readChunks([typeof text === 'string' ? bytes(text) : text], mapping);

const outcome = (row: CsvRow): Outcome =>
  'cells' in row
    ? [row.position, row.cells['event_id'] ?? null]
    : [row.position, row.rejection.reason, rawText(row.raw)];

const outcomes = (text: string | Uint8Array): readonly Outcome[] => read(text).map(outcome);

/** Everything about the rows, quick to compare. */
const print = (rows: readonly CsvRow[]): string =>
  JSON.stringify(rows.map((row) => ({ ...row, raw: Buffer.from(row.raw).toString('latin1') })));

const file = (...lines: readonly string[]): string => [header, ...lines, ''].join('\n');

const failure = (text: string | Uint8Array, mapping?: Mapping): TonearmError => {
  try {
    read(text, mapping);
  } catch (error) {
    if (error instanceof TonearmError) return error;
  }
  throw new Error('no TonearmError');
};

describe('records', () => {
  it('give the cells of known columns: empty is null, "" is the empty string', () => {
    const [row] = read('x,event_id,event_time,action,user_id,song_id,genre\n1,e1,t,play,,"",é\n');
    expect(row && 'cells' in row && row.cells).toEqual({
      event_id: 'e1',
      event_time: 't',
      action: 'play',
      user_id: null,
      song_id: '',
      genre: 'é',
    });
  });

  it('have positions from 2 on, blank lines numbered but not read', () => {
    expect(outcomes(file(good('a'), '', ' \t', good('b'), '\r', good('c')))).toEqual([
      [2, 'a'],
      [5, 'b'],
      [7, 'c'],
    ]);
    expect(outcomes(`\n\n${file(good('a'))}`)).toEqual([[4, 'a']]);
  });

  it('end in LF, CRLF or the end of the file', () => {
    const text = [header, good('a'), good('b')].join('\r\n');
    expect(outcomes(text)).toEqual([
      [2, 'a'],
      [3, 'b'],
    ]);
    expect(outcomes(`${text}\r\n`)).toEqual([
      [2, 'a'],
      [3, 'b'],
    ]);
    expect(outcomes(`${text}\r`)).toEqual([
      [2, 'a'],
      [3, 'b'],
    ]);
    expect(read(text).map((row) => rawText(row.raw))).toEqual([good('a'), good('b')]);
  });

  it('may quote cells, with commas, line ends and doubled quotes', () => {
    const rows = read(`${header}\r\n"a","t",play,u1,s1,"x,""y""\r\nz\n",1\r\n${good('b')}`);
    expect(rows.map(({ position }) => position)).toEqual([2, 5]);
    expect(rows[0]).toMatchObject({
      cells: { event_id: 'a', song_title: 'x,"y"\r\nz\n', played_ms: '1' },
    });
    expect(rawText(rows[0]?.raw ?? bytes(''))).toBe('"a","t",play,u1,s1,"x,""y""\r\nz\n",1');
  });

  it('may quote the header, and have a byte-order mark before it', () => {
    const quoted = header
      .split(',')
      .map((name) => `"${name}"`)
      .join(',');
    expect(outcomes(`\ufeff${quoted}\n${good('a')}\n`)).toEqual([[2, 'a']]);
    expect(outcomes(`${header}\n\ufeff${good('a')}\n`)).toEqual([[2, '\ufeffa']]);
  });

  it('give a number, quoted or not, and text that looks like one stays text', () => {
    const decoder = createDecoder();
    const title = file('7,2026-11-22T10:15:30Z,play,1,2,3,"4.0"');
    const events = read(title).map((row) =>
      'cells' in row ? decoder.decodeCells(row.cells) : undefined,
    );
    expect(events).toMatchObject([
      { ok: true, event: { event_id: '7', song_title: '3', played_ms: 4 } },
    ]);
  });
});

describe('a bad record', () => {
  it('has the wrong number of cells', () => {
    expect(outcomes(file(good('a'), 'x', 'b,c', `${good('d')},`, good('e')))).toEqual([
      [2, 'a'],
      [3, 'csv', 'x'],
      [4, 'csv', 'b,c'],
      [5, 'csv', `${good('d')},`],
      [6, 'e'],
    ]);
  });

  it('over several lines is rejected whole where its quotes close', () => {
    expect(outcomes(file('"x\ny",1', good('a')))).toEqual([
      [2, 'csv', '"x\ny",1'],
      [4, 'a'],
    ]);
  });

  it('holds bytes that are not UTF-8', () => {
    const text = Buffer.concat([
      bytes(`${header}\na`),
      Uint8Array.of(0xff),
      bytes(`${good('').slice(0)}\n${good('b')}\n`),
    ]);
    expect(outcomes(text)).toEqual([
      [2, 'csv', `a\\xff${good('')}`],
      [3, 'b'],
    ]);
  });

  it('has a quote that does not close: reading goes on with the next line', () => {
    expect(outcomes(file('"x,1', good('a'), good('b')))).toEqual([
      [2, 'csv', '"x,1'],
      [3, 'a'],
      [4, 'b'],
    ]);
    const filler = Array.from({ length: 1000 }, (_, n) => good(`${n}${'-'.repeat(60)}`));
    const all = outcomes(file('"x,1', ...filler, good('"b"')));
    expect(all).toHaveLength(1002);
    expect(all.slice(0, 2)).toEqual([
      [2, 'csv', '"x,1'],
      [3, `0${'-'.repeat(60)}`],
    ]);
    expect(all.at(-1)).toEqual([1003, 'b']);
  });

  it('has a quote that closes too late, however well', () => {
    const late = (size: number): string => `"${'x'.repeat(40)}\n${'y'.repeat(size)}"${good('')}`;
    expect(outcomes(file(late(60_000), good('b')))).toEqual([
      [2, `${'x'.repeat(40)}\n${'y'.repeat(60_000)}`],
      [4, 'b'],
    ]);
    expect(outcomes(file(late(65_600), good('b'))).map(([at, what]) => [at, what])).toEqual([
      [2, 'csv'],
      [3, 'oversize'],
      [4, 'b'],
    ]);
  });

  it('has a quote at the wrong place', () => {
    expect(outcomes(file(good('a"b'), good('"a"b'), good('"a" '), good('c')))).toEqual([
      [2, 'csv', good('a"b')],
      [3, 'csv', good('"a"b')],
      [4, 'csv', good('"a" ')],
      [5, 'c'],
    ]);
    expect(outcomes(file('x,"lost', good('a'), good('"b"'), good('c')))).toEqual([
      [2, 'csv', 'x,"lost'],
      [3, 'a'],
      [4, 'b'],
      [5, 'c'],
    ]);
  });

  it('has a carriage return within a line', () => {
    expect(outcomes(file(good('a\rb'), good('c')))).toEqual([
      [2, 'csv', good('a\rb')],
      [3, 'c'],
    ]);
  });

  it('is oversize over 65,536 bytes, its line end not counted', () => {
    const sized = (size: number): string =>
      good('a').replace(',,', `,${'x'.repeat(size - good('a').length)},`);
    expect(outcomes(`${file(sized(65_536), good('b'))}`).map(([, what]) => what)).toEqual([
      'a',
      'b',
    ]);
    expect(outcomes(`${header}\r\n${sized(65_536)}\r\n`).map(([, what]) => what)).toEqual(['a']);
    expect(outcomes(`${file(sized(65_537), good('b'))}`).map(([, what]) => what)).toEqual([
      'oversize',
      'b',
    ]);
    expect(
      outcomes(`${file(`"${'x'.repeat(70_000)}"`, good('b'))}`).map(([, what]) => what),
    ).toEqual(['oversize', 'b']);
  });

  it('is oversize over several lines too, and rejected whole', () => {
    const part = `"${'x'.repeat(20_000)}\n${'x'.repeat(20_000)}"`;
    expect(outcomes(file(`${part},${part}`, good('b'))).map(([at, what]) => [at, what])).toEqual([
      [2, 'oversize'],
      [5, 'b'],
    ]);
  });

  it('may be longer than memory: only its start is kept', () => {
    const chunk = new Uint8Array(300_000).fill(0x78);
    const rows = readChunks([
      bytes(`${header}\n${good('a')}\n`),
      ...Array.from({ length: 8 }, () => chunk),
      bytes(`\n${good('b')}\n`),
    ]);
    expect(rows.map((row) => outcome(row).slice(0, 2))).toEqual([
      [2, 'a'],
      [3, 'oversize'],
      [4, 'b'],
    ]);
    expect(rows[1]).toMatchObject({
      rejection: { detail: 'an event may have 65536 bytes, this one has 2400000' },
    });
    expect(rawText(rows[1]?.raw ?? bytes(''))).toBe('x'.repeat(4096));
    const open = readChunks([bytes(`${header}\n`), ...Array.from({ length: 8 }, () => chunk)]);
    expect(open.map((row) => outcome(row).slice(0, 2))).toEqual([[2, 'oversize']]);
  });

  it('costs no more than its own line, however many there are', () => {
    const started = performance.now();
    const lines = Array.from({ length: 20_000 }, (_, n) => `x${n},"y`);
    expect(read(file(...lines, good('a')))).toHaveLength(20_001);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('the header', () => {
  it('must have the required columns', () => {
    const error = failure('event_id,eventtime,action,user\n');
    expect(error.code).toBe('INPUT_SCHEMA');
    expect(error.message).toBe('x.csv: required columns missing: event_time, user_id, song_id');
    expect(error.hint).toContain('eventtime may be event_time');
  });

  it('must not name a column twice that is read', () => {
    const error = failure(`${header},action\n`);
    expect(error).toMatchObject({
      code: 'INPUT_SCHEMA',
      message: 'x.csv: columns named twice: action',
    });
    expect(read(`${header},x,x\n${good('a')},1,2\n`)).toHaveLength(1);
  });

  it('must be there and be readable', () => {
    expect(failure('').code).toBe('INPUT_EMPTY');
    expect(failure('\n \n').code).toBe('INPUT_EMPTY');
    expect(failure('\ufeff').code).toBe('INPUT_EMPTY');
    expect(failure('"event_id\n')).toMatchObject({ code: 'INPUT_SCHEMA' });
    expect(failure(Uint8Array.of(0x50, 0x41, 0xff, 0x0a)).message).toContain('not UTF-8');
  });

  it('with a mapping must have the columns that the mapping names', () => {
    const mapping: Mapping = {
      user_id: { path: 'user.id' },
      song_id: { path: 'track' },
      action: { constant: 'play' },
    };
    const [row] = read('event_id,event_time,user.id,track,user_id\ne,t,u,s,x\n', mapping);
    expect(row && 'cells' in row && row.cells).toEqual({
      event_id: 'e',
      event_time: 't',
      'user.id': 'u',
      track: 's',
    });
    expect(failure('event_id,event_time,user_id,track\n', mapping).message).toBe(
      'x.csv: required columns missing: user.id',
    );
  });
});

describe('any file', () => {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const needsQuotes = (text: string): boolean => text === '' || /[",\r\n]/.test(text);

  test.prop([
    fc.array(aWireEvent, { maxLength: 5 }),
    fc.shuffledSubarray([...fieldNames], { minLength: fieldNames.length }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  ])('written by the rules reads back', (events, columns, end, always) => {
    const lines = events.map((event) =>
      columns
        .map((name) => event[name])
        .map((value) =>
          value === undefined
            ? ''
            : always || needsQuotes(String(value))
              ? quote(String(value))
              : String(value),
        )
        .join(','),
    );
    const decoder = createDecoder();
    const decoded = read([columns.join(','), ...lines, ''].join(end)).map((row) =>
      'cells' in row ? decoder.decodeCells(row.cells) : row,
    );
    expect(decoded).toStrictEqual(events.map((event) => decoder.decodeRecord(event)));
  });

  const piece = fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    'x',
    'é',
    good('a'),
    good('"a"'),
    '\n"',
    '",',
    'x'.repeat(40_000),
  );
  test.prop([fc.array(piece, { maxLength: 14 }), fc.array(fc.nat(), { maxLength: 5 })], {
    numRuns: 300,
  })('gives the same rows whatever the chunks', (pieces, cuts) => {
    const text = bytes(`${header}\n${pieces.join('')}`);
    const places = [
      0,
      ...cuts.map((cut) => cut % text.length).toSorted((a, b) => a - b),
      text.length,
    ];
    const chunks = places.slice(1).map((end, index) => text.subarray(places[index], end));
    expect(print(readChunks(chunks)) === print(read(text))).toBe(true);
  });

  test.prop([fc.uint8Array({ maxLength: 300 })])(
    'of any bytes never fails once the header is read',
    (input) => {
      for (const row of read(Buffer.concat([bytes(`${header}\n`), input]))) {
        if ('rejection' in row) expect(row.rejection.reason).toBe('csv');
      }
    },
  );

  it('reads the same byte by byte', () => {
    const text = bytes(`\ufeff${file(good('a'), '"x\ny",1', '"open', good('é'), good('"b""c"'))}`);
    expect(readChunks(Array.from(text, (byte) => Uint8Array.of(byte)))).toStrictEqual(read(text));
  });
});
