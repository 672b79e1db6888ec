import { fc, test } from '@fast-check/vitest';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatInstant } from '../../event/time.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import { openPaneLog } from './pane-log-sink.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-panes-'));
  path = join(folder, 'partition-0.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

const minute = 60_000_000;

/** The pane of the n-th window. */
const pane = (window: number, more: Partial<PaneLine> = {}): PaneLine => {
  const key = {
    analytic: 'a',
    start: window * minute,
    end: (window + 1) * minute,
    revision: 1,
    final: true,
    ...more,
  };
  const span = { start: formatInstant(key.start), end: formatInstant(key.end) };
  const { analytic, revision, final } = key;
  const json = JSON.stringify({
    analytic,
    window: span,
    revision,
    final,
    watermark: null,
    rows: [],
  });
  return { ...key, json };
};

const panes = (from: number, to: number): readonly PaneLine[] =>
  Array.from({ length: to - from }, (_, index) => pane(from + index));

const fileOf = (lines: readonly PaneLine[]): string =>
  lines.map(({ json }) => `${json}\n`).join('');
const content = (): string => readFileSync(path, 'utf8');

/** One run of a stream, which ends well or is killed. */
const run = async (
  deliveries: readonly (readonly PaneLine[])[],
  more: { readonly killed?: boolean; readonly markEvery?: number } = {},
): Promise<void> => {
  const { killed = false, markEvery = 1 << 24 } = more;
  const sink = await openPaneLog({ folder, newId: () => 'L1', markEvery });
  for (const delivery of deliveries) await sink.deliver(delivery);
  const mark = join(folder, 'finals.json');
  const before = killed ? markOf(mark) : undefined;
  await sink.close();
  if (!killed) return;
  rmSync(mark, { force: true });
  if (before !== undefined) writeFileSync(mark, before);
};

const markOf = (mark: string): string | undefined => {
  try {
    return readFileSync(mark, 'utf8');
  } catch {
    return undefined;
  }
};

describe('panes in a log of their own', () => {
  it('are lines of one partition, provisional ones included', async () => {
    const provisional = pane(0, { final: false });
    await run([[provisional, pane(0, { revision: 2 })], []]);
    expect(content()).toBe(fileOf([provisional, pane(0, { revision: 2 })]));
    expect(JSON.parse(readFileSync(join(folder, 'log.json'), 'utf8'))).toMatchObject({ id: 'L1' });
  });

  it('are written once where finals come again', async () => {
    await run([panes(0, 5)], { killed: true });
    await run([panes(3, 7)]);
    expect(content()).toBe(fileOf(panes(0, 7)));
  });

  it('are written once where a mark has forgotten them', async () => {
    await run([panes(0, 5), panes(5, 9)], { markEvery: 1 });
    await run([panes(2, 10)], { markEvery: 1 });
    expect(content()).toBe(fileOf(panes(0, 10)));
  });

  it('are kept where an earlier window closes after a later one', async () => {
    await run([[pane(5)]], { markEvery: 1 });
    await run([[pane(4)], [pane(5), pane(4), pane(3, { analytic: 'b' })]], { markEvery: 1 });
    expect(content()).toBe(fileOf([pane(5), pane(4), pane(3, { analytic: 'b' })]));
  });

  it('tell analytics, windows and revisions apart', async () => {
    const others = [
      pane(0),
      pane(0, { analytic: 'b' }),
      pane(0, { revision: 2 }),
      pane(0, { start: -minute }),
    ];
    for (const one of others) await run([[one]], { killed: true });
    expect(content()).toBe(fileOf(others));
  });

  it('follow a torn line that is cut off', async () => {
    await run([panes(0, 2)], { killed: true });
    appendFileSync(path, pane(2).json.slice(0, 40));
    await run([panes(1, 3)]);
    expect(content()).toBe(fileOf(panes(0, 3)));
  });

  it('do without a mark, with a damaged one, and with one of a longer log', async () => {
    await run([panes(0, 4)]);
    writeFileSync(join(folder, 'finals.json'), '{');
    await run([panes(0, 5)], { killed: true });
    writeFileSync(join(folder, 'finals.json'), '{"bytes":1e9,"ends":{"a":9e15}}');
    await run([panes(0, 6)]);
    truncateSync(path, fileOf(panes(0, 2)).length);
    await run([panes(0, 6)]);
    expect(content()).toBe(fileOf(panes(0, 6)));
  });

  it.each([
    ['several partitions', 'partition-1.ndjson', ''],
    ['events', 'partition-0.ndjson', '{"event_id":"e"}\n'],
  ])('are not mixed with a log of %s', async (_, file, text) => {
    writeFileSync(join(folder, file), text);
    await expect(run([])).rejects.toMatchObject({ code: 'OUTPUT_FOREIGN', exitCode: 3 });
    expect(readFileSync(join(folder, file), 'utf8')).toBe(text);
  });

  it('have one writer', async () => {
    const sink = await openPaneLog({ folder, newId: () => 'L1' });
    await expect(run([])).rejects.toMatchObject({ code: 'STATE_IN_USE' });
    await sink.close();
  });

  test.prop(
    [
      fc.array(
        fc.record({
          provisional: fc.nat(3),
          finals: fc.array(fc.constantFrom('a', 'b', 'long_name'), { maxLength: 4 }),
        }),
        { minLength: 1, maxLength: 10 },
      ),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 4 }),
      fc.constantFrom(1, 500, 1 << 24),
    ],
    { numRuns: 40 },
  )(
    'hold each final once, in order, wherever a stream is killed',
    async (commits, kills, markEvery) => {
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), 'tonearm-panes-'));
      path = join(folder, 'partition-0.ndjson');
      const deliveries = commits.map(({ provisional, finals }, window) => [
        ...Array.from({ length: provisional }, (_, index) =>
          pane(window, { final: false, revision: index + 1 }),
        ),
        ...[...new Set(finals)].map((analytic) => pane(window, { analytic, revision: 9 })),
      ]);
      let from = 0;
      for (const [stop, tear, lost] of kills) {
        const to = from + (stop % (deliveries.length - from + 1));
        await run(deliveries.slice(from, to), { killed: true, markEvery });
        // The last delivery was in flight: a part of it is there, and it was not confirmed.
        const confirmed = lost ? Math.max(from, to - 1) : from;
        if (to > confirmed) {
          const all = readFileSync(path);
          const last = Buffer.byteLength(fileOf(deliveries[to - 1] ?? []));
          truncateSync(path, all.length - (last === 0 ? 0 : tear % last));
        }
        from = confirmed;
      }
      await run(deliveries.slice(from), { markEvery });
      const finals = content()
        .split('\n')
        .filter((line) => line.includes('"final":true'));
      const expected = deliveries.flat().filter(({ final }) => final);
      expect(finals.toSorted()).toEqual(expected.map(({ json }) => json).toSorted());
      expect(finals).toEqual(expected.map(({ json }) => json));
    },
  );
});
