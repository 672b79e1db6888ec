import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStreamState } from '../engines/duckdb/stream/state.ts';
import { TonearmError } from '../error.ts';
import { createDecoder } from '../event/decode.ts';
import { framesOf } from '../plan/frame.ts';
import { queriesOf, type Query, type QueryContext } from '../plan/query.ts';
import { textGroups } from '../plan/text-groups.ts';
import { zoneOffsets } from '../plan/zone.ts';
import type { PaneSink } from '../sinks/pane-sink.ts';
import type { RowSink } from '../sinks/row-sink.ts';
import type { RecordSource } from '../sources/record-source.ts';
import type { Progress } from '../stream/progress.ts';
import { runStream, type StreamResult } from '../stream/runtime.ts';
import { type Closing, withClosing } from './closing.ts';
import { groupTeller } from './group-offsets.ts';
import { openPaneSink, openRowSink } from './open-sinks.ts';
import { openSource } from './open-source.ts';
import { stateIdentity, stateName } from './state-identity.ts';
import { createStatusFile } from './status-file.ts';
import type { StreamHost, StreamSettings } from './stream-options.ts';

/** Late and rejected rows that the state keeps where they have no destination. */
const keptRows = 100_000;

/** Values of a batch; much more than one trigger gathers, so that a backlog is worked off in large ones. */
const batchBytes = 32 << 20;

const usualMemory = '512MB';

/** Batches are small: a second thread costs a quarter more in all and saves little time. */
const usualThreads = 1;

const nothingWindowed = (): TonearmError =>
  new TonearmError('USAGE', 'none of the chosen analytics has windows', {
    hint: 'choose others with --only, or give yours a `window`',
  });

/** @throws TonearmError USAGE where there is none */
const windowedQueries = ({ analytics, query }: StreamSettings): readonly Query[] => {
  const queries = queriesOf(analytics, { ...query, windows: true });
  const windowed = queries.filter(({ scope }) => scope === 'window');
  if (windowed.length === 0) throw nothingWindowed();
  return windowed;
};

/** The folder of the state, and whether it goes when the run ends. */
const stateFolder = async (
  settings: StreamSettings,
  { stateHome }: StreamHost,
): Promise<{ readonly folder: string; readonly temporary: boolean }> => {
  if (settings.stateFolder !== undefined) return { folder: settings.stateFolder, temporary: false };
  if (settings.mode === 'bounded') {
    return { folder: await mkdtemp(join(tmpdir(), 'tonearm-state-')), temporary: true };
  }
  return { folder: join(stateHome, 'tonearm', stateName(settings)), temporary: false };
};

interface Destinations {
  readonly panes: readonly PaneSink[];
  readonly late: RowSink | undefined;
  readonly rejected: RowSink | undefined;
}

const openDestinations = async (
  settings: StreamSettings,
  host: StreamHost,
  closing: Closing,
): Promise<Destinations> => {
  const opened = <S extends PaneSink | RowSink>(sink: S): S => {
    closing.add(() => sink.close());
    return sink;
  };
  const panes: PaneSink[] = [];
  const about = { ...host, kafka: settings.kafka };
  for (const address of settings.to) panes.push(opened(await openPaneSink(address, about)));
  const late = settings.late && opened(await openRowSink(settings.late, about));
  const rejected = settings.rejected && opened(await openRowSink(settings.rejected, about));
  return { panes, late, rejected };
};

const streamAlone = (
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
): Promise<StreamResult> =>
  withClosing((closing) => {
    closing.add(() => source.close());
    return streamOpened(source, settings, host, closing);
  });

const streamOpened = async (
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
  closing: Closing,
): Promise<StreamResult> => {
  const queries = windowedQueries(settings);
  if (settings.engine === 'reference') {
    const { referenceStream } = await import('./reference-stream.ts');
    return referenceStream(source, settings, queries, host);
  }
  const frames = framesOf(queries, settings);
  const { folder, temporary } = await stateFolder(settings, host);
  if (temporary) closing.add(() => rm(folder, { recursive: true, force: true }));
  const { threads, spillDir } = settings;
  const contextFor = (first: number, last: number): QueryContext => ({
    settings: settings.settings,
    zone: zoneOffsets(settings.timeZone, first, last),
  });
  const state = await openStreamState({
    folder,
    groups: textGroups(queries.map(({ analytic }) => analytic)),
    frames,
    identity: stateIdentity(settings, queries, source.identity),
    mapping: settings.mapping,
    keptRows,
    threads: threads ?? usualThreads,
    temporary,
    memoryLimit: settings.memoryLimit ?? usualMemory,
    spillDir,
    // A bounded run shows nothing before its finals.
    contextFor: settings.mode === 'bounded' ? undefined : contextFor,
  });
  closing.add(() => state.dispose());
  const destinations = await openDestinations(settings, host, closing);
  const status = createStatusFile(folder);
  const teller = groupTeller(source, settings, host);
  closing.add(() => teller?.end());
  return runStream({
    rules: {
      frames,
      delayUs: settings.watermarkDelayUs,
      idleAfterMs: settings.idleAfterUs / 1000,
      maxFutureUs: settings.maxFutureUs,
      decoder: createDecoder({ mapping: settings.mapping }),
    },
    order: queries.map(({ analytic }) => analytic.name),
    state,
    source,
    sinks: [...host.sinks, ...destinations.panes],
    lateSink: destinations.late,
    rejectedSink: destinations.rejected,
    clock: host.clock,
    contextFor,
    triggerMs: settings.triggerUs / 1000,
    batchBytes,
    mode: settings.mode,
    start: settings.start,
    onProgress: (progress: Progress) => {
      status.write(progress);
      teller?.progress(progress);
      host.onProgress(progress);
    },
    onNotice: host.onNotice,
    signal: host.signal,
  });
};

/**
 * Runs a stream over a source until it ends or is stopped; a later run with the same state goes on
 * where this one stopped. The source is closed at the end, sinks of the host are not.
 * @throws TonearmError
 */
export const streamFrom = async (
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
): Promise<StreamResult> => {
  const { archiveFolder } = settings;
  if (archiveFolder === undefined) return streamAlone(source, settings, host);
  const { withArchive } = await import('./archive/with-archive.ts');
  return withArchive(archiveFolder, source, settings, host, streamAlone);
};

/** `tonearm stream`: opens the log and runs the stream. @throws TonearmError */
export const runStreamCommand = async (
  settings: StreamSettings,
  host: StreamHost,
): Promise<StreamResult> => {
  if (settings.engine === 'spark') {
    const { sparkStream } = await import('./spark/stream/run-spark-stream.ts');
    return sparkStream(settings, windowedQueries(settings), host);
  }
  return streamFrom(await openSource(settings), settings, host);
};
