import { statSync } from 'node:fs';
import { createDecoder } from '../../event/decode.ts';
import type { ClusterInput, ClusterReader } from '../../engines/cluster-input.ts';
import { interrupted, type Loading, reject } from '../load-inputs.ts';

const bytesOf = (name: string): number | null =>
  statSync(name, { throwIfNoEntry: false })?.size ?? null;

/** Has the cluster read inputs, and accounts for every event. */
export const loadCluster = async (
  loading: Loading,
  reader: ClusterReader,
  inputs: readonly ClusterInput[],
): Promise<void> => {
  const { account, mapping, host } = loading;
  const loaded = await reader.load(inputs, {
    decoder: createDecoder({ mapping }),
    isMapped: mapping !== undefined,
    onRejected: (rows) => reject(loading, rows),
  });
  if (host.signal.aborted) throw interrupted();
  for (const { name, rows } of loaded) {
    account.read += rows;
    account.inputs.push({ name, bytes: bytesOf(name), rows });
  }
};
