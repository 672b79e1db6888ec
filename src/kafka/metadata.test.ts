import { expect, test, vi } from 'vitest';
import type { Connection } from './driver.ts';
import { metadataV12 } from './driver.ts';
import { describeTopic } from './metadata.ts';

const answering = (topicId: string, errorCode = 0) => {
  vi.spyOn(metadataV12.api, 'async').mockResolvedValueOnce({
    brokers: [{ nodeId: 1, host: 'h', port: 9092, rack: null }],
    topics: [{ errorCode, name: 'a', topicId, isInternal: false, partitions: [] }],
  } as never);
  return describeTopic({} as Connection, 'a');
};

test('a topic without an id yet is asked for again, and is no other topic', async () => {
  const none = '00000000-0000-0000-0000-000000000000';
  await expect(answering(none)).rejects.toThrow('do not know a well yet');
  await expect(answering(none, 5)).rejects.toThrow('error 5');
  expect((await answering(none, 3)).topic).toBeUndefined();
  expect((await answering('24145fc9-b7de-4843-81e2-8ac020af8673')).topic?.partitions).toEqual([]);
});
