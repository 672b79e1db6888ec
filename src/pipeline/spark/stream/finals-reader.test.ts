import { expect, test } from 'vitest';
import { createFinalsReader } from './finals-reader.ts';
import { finalPane, withRevision } from './pane-record.ts';

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

test('a final that comes again is shown once', () => {
  const reader = createFinalsReader();
  reader.take(record('2026-11-22T10:15:00Z'));
  reader.take(record('2026-11-22T10:10:00Z'));
  reader.take(record('2026-11-22T10:15:00Z'));
  expect(reader.panes()).toHaveLength(2);
  reader.take(record('2026-11-22T10:10:00Z'));
  expect(reader.panes()).toHaveLength(0);
  expect(reader.finals()).toBe(2);
});
