import { openArchive } from '../../sinks/archive/archive.ts';
import type { RecordSource } from '../../sources/record-source.ts';
import type { StreamResult } from '../../stream/runtime.ts';
import type { StreamHost, StreamSettings } from '../stream-options.ts';
import { runArchive } from './run-archive.ts';

type RunStream = (
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
) => Promise<StreamResult>;

/**
 * A source for two readers: both hear of the same first and last records, and neither closes it.
 * What else it can do it still can.
 */
const shared = (source: RecordSource): RecordSource => {
  let bounds: ReturnType<RecordSource['bounds']> | undefined;
  let starting: ReturnType<RecordSource['startingAt']> | undefined;
  return {
    ...source,
    bounds: () => (bounds ??= source.bounds()),
    startingAt: (start) => (starting ??= source.startingAt(start)),
    close: async () => {},
  };
};

/**
 * Runs a stream and beside it the archive of its accepted events. A stop ends the stream first, so
 * that the archive's last look finds what the stream has read; what fails in one stops the other.
 * The source is closed at the end.
 * @throws TonearmError
 */
export const withArchive = async (
  folder: string,
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
  runStream: RunStream,
): Promise<StreamResult> => {
  const archive = await openArchive({
    folder,
    source: source.name,
    identity: source.identity,
  }).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const both = shared(source);
  const archiveFailed = new AbortController();
  const streamEnded = new AbortController();
  const stop = (): void => streamEnded.abort();
  let isStreamBehind = settings.mode !== 'follow';

  const archiving = runArchive({
    archive,
    source: both,
    mode: settings.mode,
    start: settings.start,
    mapping: settings.mapping,
    maxFutureUs: settings.maxFutureUs,
    clock: host.clock,
    isStreamBehind: () => isStreamBehind,
    onNotice: (text) => host.onNotice(`archive: ${text}`),
    signal: streamEnded.signal,
  });
  archiving.catch(() => archiveFailed.abort());
  try {
    const result = await runStream(both, settings, {
      ...host,
      signal: AbortSignal.any([host.signal, archiveFailed.signal]),
      onProgress: (progress) => {
        isStreamBehind = progress.sources.lag > 0;
        host.onProgress(progress);
      },
    });
    isStreamBehind = false;
    if (host.signal.aborted || settings.mode === 'follow') stop();
    else host.signal.addEventListener('abort', stop);
    await archiving;
    return result;
  } catch (error) {
    stop();
    await archiving.catch(() => undefined);
    throw error;
  } finally {
    host.signal.removeEventListener('abort', stop);
    await archive.close();
    await source.close();
  }
};
