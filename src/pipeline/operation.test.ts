import { expect, test } from 'vitest';
import { quietProgress } from '../stream/progress.cases.ts';
import { operated } from './operation.ts';
import type { StreamHost } from './stream-options.ts';

interface Told {
  readonly notices: string[];
  readonly warnings: string[];
  readonly batches: number[];
}

/** A host whose clock is set by hand. */
const hostOf = (told: Told, clock: { ms: number }): StreamHost => ({
  clock: { nowUs: () => clock.ms * 1000, elapsedMs: () => clock.ms },
  signal: new AbortController().signal,
  sinks: [],
  onProgress: ({ batchId }) => void told.batches.push(batchId),
  onNotice: (text) => void told.notices.push(text),
  stateHome: '/nowhere',
  newId: () => 'id',
});

const setUp = () => {
  const told: Told = { notices: [], warnings: [], batches: [] };
  const clock = { ms: 0 };
  const onWarning = (text: string): void => void told.warnings.push(text);
  return { told, clock, host: hostOf(told, clock), onWarning };
};

const addressIn = ({ notices }: Told): string =>
  /http:\/\/\S+(?=\/metrics)/.exec(notices[0] ?? '')?.[0] ?? '';

test('metrics and health follow the batches, and end with the run', async () => {
  const { told, clock, host, onWarning } = setUp();
  const options = { metricsPort: 0, triggerMs: 500, onWarning };
  const status = async (): Promise<number> => (await fetch(`${addressIn(told)}/health`)).status;
  const result = await operated(options, host, async ({ onProgress }) => {
    expect(await status()).toBe(200);
    clock.ms = 31_000;
    expect(await status()).toBe(503);
    onProgress(quietProgress);
    expect(await status()).toBe(200);
    const text = await (await fetch(`${addressIn(told)}/metrics`)).text();
    expect(text).toContain('tonearm_stream_batches_total 1\n');
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]\d+$/m);
    return 'done';
  });
  expect(result).toBe('done');
  expect(told.batches).toEqual([7]);
  await expect(status()).rejects.toThrow();
});

test('warnings are shown after the batch that they are about', async () => {
  const { told, clock, host, onWarning } = setUp();
  await operated({ metricsPort: undefined, triggerMs: 500, onWarning }, host, async (watched) => {
    const stateOperators = { ...quietProgress.stateOperators, stateBytes: 6e8 };
    for (; clock.ms <= 20_000; clock.ms += 1_000) {
      watched.onProgress({ ...quietProgress, stateOperators });
    }
  });
  expect(told.warnings).toEqual([expect.stringContaining('the state holds 600 MB')]);
  expect(told.notices).toEqual([]);
});

test('retries of sinks are notices, counted, and a warning once', async () => {
  const { told, host, onWarning } = setUp();
  const texts = [
    'kafka://h:9092/panes: connection refused; trying again',
    'kafka://h:9092/panes: sending again',
    'kafka://h:9092/panes: connection refused; trying again',
  ];
  await operated({ metricsPort: 0, triggerMs: 500, onWarning }, host, async (watched) => {
    for (const text of texts) watched.onSinkNotice?.(text);
    const metrics = await (await fetch(`${addressIn(told)}/metrics`)).text();
    expect(metrics).toContain('tonearm_stream_sink_retries_total 2\n');
  });
  expect(told.notices.slice(1)).toEqual(texts);
  expect(told.warnings).toHaveLength(1);
});

test('what the run throws comes through, and the port is free again', async () => {
  const { told, host, onWarning } = setUp();
  const failing = operated({ metricsPort: 0, triggerMs: 500, onWarning }, host, () =>
    Promise.reject(new Error('broken')),
  );
  await expect(failing).rejects.toThrow('broken');
  await expect(fetch(`${addressIn(told)}/health`)).rejects.toThrow();
});
