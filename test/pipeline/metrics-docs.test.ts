import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricsText } from '../../src/pipeline/metrics/stream-metrics.ts';
import { emptyTally, tallied } from '../../src/pipeline/metrics/tally.ts';
import { quietProgress } from '../../src/stream/progress.cases.ts';

const page = readFileSync(new URL('../../docs/streaming.md', import.meta.url), 'utf8');

/** Name and type of every metric, for both kinds of source. */
const served = (): ReadonlyMap<string, string> => {
  const usage = { residentBytes: 1, cpuSeconds: 1 };
  const texts = ['kafka://h:9092/t', 'file:log'].map((description) => {
    const progress = { ...quietProgress, sources: { ...quietProgress.sources, description } };
    return metricsText(tallied(emptyTally, progress, 0), { version: '0', usage, nowUs: 0 });
  });
  const types = texts.join('').matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Map([...types].map(([, name = '', type = '']) => [name, type]));
};

test('the page on streams has every metric with its type, and no other', () => {
  const rows = page.matchAll(/^\| `((?:tonearm_stream|process)_\w+)`\s*\| (\w+)/gm);
  const documented = new Map([...rows].map(([, name = '', type = '']) => [name, type]));
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(served()));
});
