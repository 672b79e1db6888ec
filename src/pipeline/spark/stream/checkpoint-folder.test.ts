import { expect, test } from 'vitest';
import { catalogue } from '../../../analytics/index.gen.ts';
import { checkpointFolder } from './checkpoint-folder.ts';

const about = (spark: string, stateFolder?: string) =>
  ({
    ...{ spark, stateFolder, analytics: catalogue },
    from: { kind: 'kafka', brokers: [{ host: 'h', port: 9092 }], topic: 'ev' },
  }) as unknown as Parameters<typeof checkpointFolder>[0];
const host = { stateHome: '/home/me/state' };

test('a server on this machine keeps its checkpoints with our states', () => {
  for (const spark of ['sc://localhost', 'sc://127.0.0.1:15002', 'sc://[::1]:1']) {
    expect(checkpointFolder(about(spark), host)).toMatch(
      /^\/home\/me\/state\/tonearm\/ev-[0-9a-f]{16}-spark$/,
    );
  }
});

test('a cluster is told where, and somebody has to say it', () => {
  expect(checkpointFolder(about('sc://cluster:15002', 's3a://b/c'), host)).toBe('s3a://b/c');
  expect(() => checkpointFolder(about('sc://cluster:15002/;token=x'), host)).toThrow(
    /^Spark at sc:\/\/cluster:15002 needs a place for checkpoints/,
  );
});
