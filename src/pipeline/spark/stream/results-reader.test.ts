import { expect, test } from 'vitest';
import { catalogue } from '../../../analytics/index.gen.ts';
import type { ProvisionalReader } from '../../../engines/spark/stream/provisional-reader.ts';
import { queriesOf } from '../../../plan/query.ts';
import { finalPane, withRevision } from './pane-record.ts';
import { resultsReader } from './results-reader.ts';

const at = (minute: number): number => Date.UTC(2026, 10, 22, 10, minute) * 1000;

const record = (start: string, name = 'popular_songs'): string =>
  `{"analytic":${JSON.stringify(name)},"window":{"start":"${start}","end":"2026-11-22T10:20:00Z"},"revision":1,"final":true,"watermark":null,"rows":[{"a":"},\\"revision\\":1,\\"final\\":"}]}`;

test('a record of the topic is a pane', () => {
  const value = record('2026-11-22T10:15:00Z', 'with "quotes"');
  expect(finalPane(value)).toEqual({
    analytic: 'with "quotes"',
    start: Date.UTC(2026, 10, 22, 10, 15) * 1000,
    end: Date.UTC(2026, 10, 22, 10, 20) * 1000,
    revision: 1,
    final: true,
    json: value,
  });
});

test('what is no final pane is left alone', () => {
  const value = record('2026-11-22T10:15:00Z');
  for (const other of ['', '{}', value.replace('true', 'false'), value.replace('T10', 'x10')]) {
    expect(finalPane(other)).toBeUndefined();
  }
});

test('a revision is changed in the head alone', () => {
  const pane = finalPane(record('2026-11-22T10:15:00Z'));
  if (pane === undefined) throw new Error('no pane');
  const json = JSON.parse(withRevision(pane, 7).json) as Record<string, unknown>;
  expect(json).toEqual({ ...(JSON.parse(pane.json) as object), revision: 7 });
});

/** Keeps what it is told; the real one is tried in test/stream/provisional.property.test.ts. */
const heard = () => {
  const values: string[] = [];
  const closed: number[] = [];
  const pane = {
    ...{ analytic: 'popular_songs', start: at(15), end: at(20) },
    ...{ revision: 41, final: false, json: '{}' },
  };
  const open: ProvisionalReader = {
    take: (value) => (values.push(value), 'taken'),
    closeThrough: (end) => void closed.push(end),
    changed: () => [],
    panes: () => [pane],
    ...{ windowCount: 1, rowCount: 1, evicted: 0 },
  };
  const queries = queriesOf(catalogue, { windows: true }).filter(({ scope }) => scope === 'window');
  return { values, closed, reader: resultsReader(queries, open) };
};

test('a final that comes again is shown once', () => {
  const { reader } = heard();
  reader.take(record('2026-11-22T10:15:00Z'), true);
  reader.take(record('2026-11-22T10:15:00Z'), true);
  expect(reader.finals()).toHaveLength(1);
  reader.take(record('2026-11-22T10:15:00Z'), true);
  expect(reader.finals()).toHaveLength(0);
  expect(reader.counts.finals).toBe(1);
});

test('finals of before the run are not shown, and do not stand for those of the run', () => {
  const { reader } = heard();
  reader.take(record('2026-11-22T10:15:00Z'), false);
  expect(reader.finals()).toHaveLength(0);
  reader.take(record('2026-11-22T10:15:00Z'), true);
  expect(reader.finals()).toHaveLength(1);
});

test('finals of another stream into the topic are not those of this one', () => {
  const { reader, closed } = heard();
  reader.take(record('2026-11-22T10:15:00Z', 'of_somebody_else'), true);
  reader.take(record('2026-11-22T10:10:00Z'), true);
  expect(reader.finals()).toHaveLength(0);
  expect(closed).toEqual([]);
});

test('a final that differs is another pane', () => {
  const { reader } = heard();
  const first = record('2026-11-22T10:15:00Z');
  reader.take(first, true);
  reader.take(first.replace('"rows":[', '"rows":[{},'), true);
  expect(reader.finals()).toHaveLength(2);
});

test('a final over sessions closes no window of events', () => {
  const { reader, closed } = heard();
  const session = queriesOf(catalogue, { windows: true }).find(
    ({ analytic, window }) => analytic.over !== undefined && window !== undefined,
  );
  const minutes = 20 - (session?.window?.sizeUs ?? 0) / 60_000_000;
  const start = new Date(at(minutes) / 1000).toISOString().replace('.000', '');
  reader.take(record(start, session?.analytic.name), true);
  expect(reader.finals()).toHaveLength(1);
  expect(closed).toEqual([]);
});

test('a final follows the panes that were shown of its window', () => {
  const { reader } = heard();
  expect(reader.provisional()).toHaveLength(1);
  reader.take(record('2026-11-22T10:15:00Z'), true);
  expect(reader.finals()[0]).toMatchObject({ revision: 42, final: true });
});

test('all else is for whoever joins open windows', () => {
  const { reader, values } = heard();
  reader.take('{"plan":"x"}', true);
  expect(values).toEqual(['{"plan":"x"}']);
});
