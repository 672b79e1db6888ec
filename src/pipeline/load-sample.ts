import { generateLines } from '../sources/generator/generate.ts';
import { interrupted, type Loading } from './load-inputs.ts';

async function* bytesOf(
  batches: Iterable<{ readonly bytes: Uint8Array }>,
  loading: Loading,
): AsyncGenerator<Uint8Array> {
  for (const batch of batches) {
    if (loading.host.signal.aborted) throw interrupted();
    // The generator writes the next batch into the same memory.
    yield batch.bytes.slice();
  }
}

/** Generates sample events and reads them as a user's file would be. */
export const loadSample = async (loading: Loading, events: number): Promise<void> => {
  const { account, host, intake, store } = loading;
  const name = `sample of ${events} generated events`;
  const lines = generateLines({ events });
  let bytes = 0;
  for await (const piece of intake.ndjson(bytesOf(lines.batches, loading), { source: name })) {
    store.append(piece.batch);
    account.read += piece.lines;
    bytes += piece.bytes;
    host.onProgress({ phase: 'generating', events: account.read, bytes, totalBytes: undefined });
  }
  account.inputs.push({ name, bytes, rows: account.read });
};
