import { openEventStore } from '../engines/duckdb/event-store.ts';
import type { EventStore } from '../engines/event-store.ts';
import { TonearmError } from '../error.ts';
import { formatInstant } from '../event/time.ts';
import { wholeLayout } from '../intake/events-of.ts';
import { createIntake } from '../intake/intake.ts';
import { type Query, queriesOf, type QueryContext } from '../plan/query.ts';
import { textGroups } from '../plan/text-groups.ts';
import { zoneOffsets } from '../plan/zone.ts';
import type { Counts, RunSummary } from '../result/summary.ts';
import type { RejectedWriter } from '../sinks/rejected/rejected-writer.ts';
import { findInputs } from '../sources/files/find-inputs.ts';
import type { InputFile } from '../sources/files/input-file.ts';
import type { BatchHost, BatchOptions } from './batch-options.ts';
import { type Account, newAccount, rejectedByReason } from './counts.ts';
import { interrupted, loadInputs, type LoadingHost } from './load-inputs.ts';
import { instantOf } from './time-range.ts';

/** What computing depends on; how results are written and shown is left out. */
export type ComputeOptions = Omit<BatchOptions, 'outDir' | 'formats' | 'width' | 'shown'> &
  Partial<Pick<BatchOptions, 'outDir'>>;

/** Everything that was read, and what is to be asked of the store. */
export interface Prepared {
  readonly account: Account;
  readonly counts: Counts;
  readonly span: RunSummary['span'];
  readonly knowsEndings: boolean;
  readonly queries: readonly Query[];
  readonly context: QueryContext;
}

/** What opening an engine needs from outside. */
export type StoreHost = Pick<BatchHost, 'signal' | 'onWarning'>;

// What few runs need is loaded when they need it: every file costs a start half a millisecond.
const openStore = async (options: ComputeOptions, host: StoreHost): Promise<EventStore> => {
  const { analytics, threads, memoryLimit, spillDir, spark } = options;
  const layout = { groups: textGroups(analytics) };
  switch (options.engine) {
    case 'duckdb':
      return openEventStore(layout, { threads, memoryLimit, spillDir });
    case 'spark':
      return (await import('./spark/open-store.ts')).openStore(layout, spark, host);
    case 'reference':
      return (await import('../engines/reference/event-store.ts')).createReferenceStore();
  }
};

const nothingAccepted = (account: Account): TonearmError => {
  if (account.read === 0) {
    return new TonearmError('INPUT_EMPTY', 'the input holds no events', {
      facts: { inputs: account.inputs.map((input) => input.name).join(', ') },
      hint: 'check what was given; without any input, tonearm batch reports on sample events',
    });
  }
  const reasons = Object.entries(rejectedByReason(account));
  const named = reasons.slice(0, 5).map(([reason, count]) => `${reason} (${count})`);
  return new TonearmError(
    'INPUT_NOTHING_ACCEPTED',
    `none of the ${account.read} events could be accepted: ${named.join(', ')}`,
    {
      facts: { read: account.read, commonest: reasons[0]?.[0] ?? '' },
      hint: 'where fields have other names or times another unit, describe them with --map FILE',
    },
  );
};

const nothingInside = (first: number, last: number): TonearmError =>
  new TonearmError(
    'INPUT_NOTHING_IN_SPAN',
    `no event lies between --since and --until: the data spans ${formatInstant(first)} to ${formatInstant(last)}`,
    {
      facts: { first: formatInstant(first), last: formatInstant(last) },
      hint: 'choose a time inside that span',
    },
  );

const totalBytes = (files: readonly InputFile[]): number | undefined =>
  files.every((file) => file.bytes !== undefined)
    ? files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
    : undefined;

const bound = (text: string | undefined, timeZone: string, option: string): number | undefined =>
  text === undefined ? undefined : instantOf(text, timeZone, option);

/** Reads everything, takes out duplicates and what is outside, and plans the queries. */
export const prepare = async (
  options: ComputeOptions,
  host: LoadingHost,
  store: EventStore,
  rejected: RejectedWriter,
): Promise<Prepared> => {
  const since = bound(options.since, options.timeZone, '--since');
  const until = bound(options.until, options.timeZone, '--until');
  const { files, cluster } =
    store.cluster === undefined
      ? {
          files: await findInputs(options.inputs, options.inputFormat, options.outDir),
          cluster: [],
        }
      : await (await import('./spark/cluster-inputs.ts')).clusterInputs(options, store.cluster);
  const account = newAccount();
  const layout =
    options.engine === 'duckdb' ? { groups: textGroups(options.analytics) } : wholeLayout;
  const intake = createIntake(layout, { workers: options.threads === 1 ? 0 : undefined });
  try {
    const loading = {
      store,
      intake,
      rejected,
      account,
      mapping: options.mapping,
      host,
      totalBytes: totalBytes(files),
    };
    if (store.cluster !== undefined && cluster.length > 0) {
      await (await import('./spark/load-cluster.ts')).loadCluster(loading, store.cluster, cluster);
    }
    if (files.length > 0) await loadInputs(loading, files);
    else if (cluster.length === 0) {
      const { loadSample } = await import('./load-sample.ts');
      await loadSample(loading, options.sampleEvents);
    }
  } finally {
    await intake.close();
  }
  host.onProgress({ phase: 'computing', events: account.read, bytes: 0, totalBytes: undefined });
  const { accepted, duplicates } = await store.finish();
  const whole = await store.span();
  if (whole === undefined) throw nothingAccepted(account);
  const outside = await store.restrict(since, until);
  const span = await store.span();
  if (span === undefined) throw nothingInside(whole.first, whole.last);
  return {
    account,
    counts: {
      read: account.read,
      accepted,
      duplicates,
      rejected: rejectedByReason(account),
      outside,
    },
    span: { first: span.first, last: span.last },
    knowsEndings: span.knowsEndings,
    queries: queriesOf(options.analytics, options.query),
    context: {
      settings: options.settings,
      zone: zoneOffsets(options.timeZone, span.first, span.last),
    },
  };
};

/** Runs an action with a store that is interrupted by the host's signal and always closed. */
export const withStore = async <T>(
  options: ComputeOptions,
  host: StoreHost,
  action: (store: EventStore) => Promise<T>,
): Promise<T> => {
  const { signal } = host;
  const store = await openStore(options, host);
  const onAbort = (): void => store.interrupt();
  signal.addEventListener('abort', onAbort);
  try {
    return await action(store);
  } catch (error) {
    throw signal.aborted ? interrupted() : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await store.close();
  }
};
