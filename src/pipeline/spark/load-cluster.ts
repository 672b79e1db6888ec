import { statSync } from 'node:fs';
import { TonearmError } from '../../error.ts';
import { createDecoder } from '../../event/decode.ts';
import type { ClusterInput, ClusterReader } from '../../engines/cluster-input.ts';
import { interrupted, type Loading, reject } from '../load-inputs.ts';

const bytesOf = (name: string): number | null =>
  statSync(name, { throwIfNoEntry: false })?.size ?? null;

/** Spark's names for inputs that are not there, or not what they should be. */
const faultsOfInput =
  /^(PATH_NOT_FOUND|TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|UNABLE_TO_INFER_SCHEMA|FAILED_READ_FILE|CANNOT_READ_FILE_FOOTER|PARSE_SYNTAX_ERROR|INVALID_IDENTIFIER)\b/;

const asInput = (error: unknown): unknown =>
  error instanceof TonearmError &&
  error.code === 'SPARK_FAILED' &&
  faultsOfInput.test(String(error.facts['errorClass']))
    ? new TonearmError('INPUT_UNREADABLE', error.message, {
        facts: error.facts,
        cause: error,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      })
    : error;

/** Has the cluster read inputs, and accounts for every event. */
export const loadCluster = async (
  loading: Loading,
  reader: ClusterReader,
  inputs: readonly ClusterInput[],
): Promise<void> => {
  const { account, mapping, host } = loading;
  const loaded = await reader
    .load(inputs, {
      decoder: createDecoder({ mapping }),
      isMapped: mapping !== undefined,
      onRejected: (rows) => reject(loading, rows),
    })
    .catch((error: unknown) => {
      throw asInput(error);
    });
  if (host.signal.aborted) throw interrupted();
  for (const { name, rows } of loaded) {
    account.read += rows;
    account.inputs.push({ name, bytes: bytesOf(name), rows });
  }
};
