import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maxEventBytes } from '../../event/reject.ts';
import { openLogWriter } from '../../log/write-log.ts';
import { drain, useLog } from './log.cases.ts';
import { openLogSource } from './log-source.ts';

const { folder, pathOf, append, readerOf } = useLog();

describe('the embedded log', () => {
  it('gives the lines of every partition with the bytes at which they begin', async () => {
    append(0, 'a\nbb\n');
    append(11, '\nccc\r\n');
    expect(await drain(await readerOf())).toEqual(
      new Map([
        [
          0,
          [
            [0, 'a'],
            [2, 'bb'],
          ],
        ],
        [
          11,
          [
            [0, ''],
            [1, 'ccc\r'],
          ],
        ],
      ]),
    );
  });

  it('leaves a torn last line until it is whole', async () => {
    append(0, 'a\nb');
    const reader = await readerOf();
    expect(await drain(reader)).toEqual(new Map([[0, [[0, 'a']]]]));
    append(0, 'b');
    expect(await drain(reader)).toEqual(new Map());
    append(0, '\nc');
    expect(await drain(reader)).toEqual(new Map([[0, [[2, 'bb']]]]));
  });

  it('sees a torn line that was cut off and written anew, of the same size', async () => {
    append(0, 'a\nbbb');
    const reader = await readerOf();
    await drain(reader);
    truncateSync(pathOf(0), 2);
    append(0, 'cc\n');
    expect(await drain(reader)).toEqual(new Map([[0, [[2, 'cc']]]]));
  });

  it('tells the end of whole lines, so that a torn one is no lag', async () => {
    append(0, 'a\nbb\ntorn');
    append(1, 'torn');
    const source = await openLogSource({ folder: folder() });
    expect(await source.bounds()).toEqual([
      { partition: 0, first: 0, end: 5 },
      { partition: 1, first: 0, end: 0 },
    ]);
    const { ends } = await (await readerOf()).next({ maxBytes: 1, waitMs: 0 });
    expect(ends).toEqual(
      new Map([
        [0, 5],
        [1, 0],
      ]),
    );
  });

  it('finds the end of whole lines before a torn line of any length', async () => {
    append(0, `a\n${'x'.repeat(200_000)}`);
    const source = await openLogSource({ folder: folder() });
    expect(await source.bounds()).toEqual([{ partition: 0, first: 0, end: 2 }]);
  });

  it('skips a byte-order mark at the start, and only there', async () => {
    append(0, '\ufeffa\n\ufeffb\n');
    const mark = Buffer.from('\ufeff').toString('latin1');
    const expected = [
      [3, 'a'],
      [5, `${mark}b`],
    ] as const;
    expect(await drain(await readerOf())).toEqual(new Map([[0, expected]]));
    const again = await readerOf({ from: new Map([[0, 3]]) });
    expect(await drain(again)).toEqual(new Map([[0, expected]]));
  });

  it('picks up a new partition, and says so', async () => {
    append(1, 'a\n');
    const notices: string[] = [];
    const reader = await readerOf({ onNotice: (text) => notices.push(text) });
    await drain(reader);
    append(0, 'b\n');
    expect(await drain(reader)).toEqual(new Map([[0, [[0, 'b']]]]));
    expect(notices).toEqual([`partition 0 is new in ${folder()}`]);
  });

  it('begins at offsets and ends before others', async () => {
    append(0, 'a\nb\nc\n');
    append(1, 'd\n');
    const bounded = await readerOf({ from: new Map([[0, 2]]), until: new Map([[0, 4]]) });
    expect(await drain(bounded)).toEqual(new Map([[0, [[2, 'b']]]]));
    append(0, 'd\n');
    expect(await bounded.next({ maxBytes: 100, waitMs: 60_000 })).toMatchObject({ chunks: [] });
  });

  it('starts at the beginning or behind the last whole line, and knows no times', async () => {
    append(0, 'a\nb\nto');
    const source = await openLogSource({ folder: folder() });
    expect(await source.startingAt('earliest')).toEqual(new Map([[0, 0]]));
    expect(await source.startingAt('latest')).toEqual(new Map([[0, 4]]));
    await expect(source.startingAt({ timeMs: 0 })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is known by its id', async () => {
    append(0, 'a\n');
    expect(await openLogSource({ folder: folder() })).toMatchObject({
      name: `file:${folder()}`,
      identity: 'unnamed',
    });
    writeFileSync(join(folder(), 'log.json'), '{"id":"L1","version":1}\n');
    expect(await openLogSource({ folder: folder(), name: 'n' })).toMatchObject({
      name: 'n',
      identity: 'L1',
    });
  });
});

describe('lines that are too long', () => {
  const long = (bytes: number, end = '\n'): string => 'x'.repeat(bytes) + end;
  const refused = (bytes: number): string =>
    `oversize: an event may have ${maxEventBytes} bytes, this one has ${bytes}`;

  it('are refused, with those around them kept', async () => {
    append(0, `a\n${long(maxEventBytes + 1)}b\n${long(300_000, '\r\n')}`);
    expect(await drain(await readerOf())).toEqual(
      new Map([
        [
          0,
          [
            [0, 'a'],
            [2, refused(maxEventBytes + 1)],
            [65_540, 'b'],
            [65_542, refused(300_000)],
          ],
        ],
      ]),
    );
  });

  it('are kept where they are just short enough', async () => {
    append(0, long(maxEventBytes) + long(maxEventBytes, '\r\n'));
    const seen = await drain(await readerOf());
    expect(seen.get(0)?.map(([offset, text]) => [offset, text.length])).toEqual([
      [0, maxEventBytes],
      [65_537, maxEventBytes + 1],
    ]);
  });

  it('keep the start of their text, never cut within a character', async () => {
    append(0, `${'x'.repeat(4095)}é${long(100_000)}`);
    const reader = await readerOf();
    const { chunks } = await reader.next({ maxBytes: 1 << 20, waitMs: 0 });
    expect(chunks[0]?.refused[0]?.raw).toBe('x'.repeat(4095));
  });

  it('are blank lines where they hold nothing, and count for nothing', async () => {
    append(0, `a\n${' '.repeat(100_000)}\r\nb\n`);
    expect(await drain(await readerOf())).toEqual(
      new Map([
        [
          0,
          [
            [0, 'a'],
            [100_004, 'b'],
          ],
        ],
      ]),
    );
  });

  it('are waited for, and are no lag until they end', async () => {
    append(0, `a\n${'x'.repeat(200_000)}`);
    const reader = await readerOf();
    expect(await drain(reader)).toEqual(new Map([[0, [[0, 'a']]]]));
    const { ends } = await reader.next({ maxBytes: 1, waitMs: 0 });
    expect(ends.get(0)).toBe(2);
    append(0, 'yy\nb\n');
    expect(await drain(reader)).toEqual(
      new Map([
        [
          0,
          [
            [2, refused(200_002)],
            [200_005, 'b'],
          ],
        ],
      ]),
    );
  });

  it.each([1, 150_000])(
    'are forgotten where a writer cut them off and wrote %i others',
    async (count) => {
      append(0, `a\n${'x'.repeat(200_000)}`);
      const reader = await readerOf();
      await drain(reader);
      truncateSync(pathOf(0), 2);
      append(0, 'b\n'.repeat(count));
      const { chunks } = await reader.next({ maxBytes: 1 << 20, waitMs: 0 });
      expect(chunks).toMatchObject([{ refused: [], next: 2 + 2 * count }]);
      expect(Buffer.from(chunks[0]!.bytes).toString()).toBe('b\n'.repeat(count));
    },
  );
});

it('follows a writer', async () => {
  const writer = await openLogWriter({ folder: folder(), partitions: 2, newId: () => 'L1' });
  const reader = await readerOf();
  const line = Buffer.from(`{"event_id":"${'x'.repeat(300)}"}`);
  let lines = 0;
  for (let round = 1; round <= 5; round += 1) {
    for (const partition of writer.partitions) {
      for (let count = 0; count < 500; count += 1) partition.add(line, 0, line.length);
      await partition.write();
    }
    for (const records of (await drain(reader, 100_000)).values()) lines += records.length;
    expect(lines).toBe(round * 1000);
  }
  await writer.close();
});

describe('waiting', () => {
  it('ends when a line comes', async () => {
    append(0, 'a\n');
    const reader = await readerOf();
    await drain(reader);
    const waiting = reader.next({ maxBytes: 100, waitMs: 60_000 });
    append(0, 'b\n');
    expect((await waiting).chunks).toHaveLength(1);
  });

  it('ends when its time is over', async () => {
    append(0, 'a\n');
    const reader = await readerOf();
    await drain(reader);
    expect((await reader.next({ maxBytes: 100, waitMs: 1 })).chunks).toEqual([]);
  });

  it('is ended by wake, also when it has not begun yet', async () => {
    append(0, 'a\n');
    const reader = await readerOf();
    await drain(reader);
    const waiting = reader.next({ maxBytes: 100, waitMs: 60_000 });
    reader.wake();
    expect((await waiting).chunks).toEqual([]);
  });
});

describe('fairness', () => {
  it('shares the room among partitions', async () => {
    append(0, 'aaaaaaaaa\n'.repeat(1000));
    append(1, 'aaaaaaaaa\n'.repeat(1000));
    append(2, 'a\n');
    const reader = await readerOf();
    const { chunks } = await reader.next({ maxBytes: 1002, waitMs: 0 });
    expect(chunks.map(({ bytes }) => bytes.length)).toEqual([500, 500, 2]);
  });

  it('lets partitions take turns where there is room for one line', async () => {
    for (const partition of [0, 1, 2]) append(partition, 'a\n'.repeat(9));
    const reader = await readerOf();
    const seen: (number | undefined)[] = [];
    for (let call = 0; call < 6; call += 1) {
      const { chunks } = await reader.next({ maxBytes: 1, waitMs: 0 });
      expect(chunks).toHaveLength(1);
      seen.push(chunks[0]?.partition);
    }
    expect(seen).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('keeps bytes until the next call', async () => {
    append(0, `${'a'.repeat(99)}\n`.repeat(5000));
    const reader = await readerOf();
    for (let call = 0; call < 4; call += 1) {
      const { chunks } = await reader.next({ maxBytes: 150_000, waitMs: 0 });
      const before = Buffer.from(chunks[0]!.bytes);
      await (await openLogSource({ folder: folder() })).bounds();
      expect(before.equals(chunks[0]!.bytes)).toBe(true);
    }
  });
});
