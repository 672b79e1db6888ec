import { TonearmError } from '../../../error.ts';
import type { StreamProgress } from '../../../engines/spark/connect/streaming.ts';
import type { Query } from '../../../plan/query.ts';
import type { Progress } from '../../../stream/progress.ts';
import type { StreamResult } from '../../../stream/runtime.ts';
import { formatAddress, type KafkaAddress } from '../../config/address.ts';
import { type Closing, withClosing } from '../../closing.ts';
import { loadSecurity } from '../../kafka-access.ts';
import { openSource } from '../../open-source.ts';
import type { StreamHost, StreamSettings } from '../../stream-options.ts';
import { connectHost } from '../connect-host.ts';
import { openSparkSession } from '../open-session.ts';
import { checkpointFolder } from './checkpoint-folder.ts';
import { createFinalsReader } from './finals-reader.ts';
import { followResults } from './follow-results.ts';
import { noCounts, progressOf } from './progress-of.ts';
import { openResults, resultsAddress } from './results-topic.ts';
import { runQueries } from './run-queries.ts';
import { sessionSettings } from './session-settings.ts';
import type { StreamQuery } from './stream-query.ts';
import { streamQueries } from './stream-queries.ts';
import { supervise } from './supervise.ts';

/** A server that is away is tried again by a new session, from the checkpoint. */
const patience = {
  ...{ maxRetries: 6, firstMs: 50, factor: 4, maxMs: 5_000 },
  ...{ jitterMs: 500, jitterFromMs: 2_000, totalMs: 10_000 },
};

const kafkaOf = ({ from }: StreamSettings): KafkaAddress => {
  if (from.kind === 'kafka') return from;
  throw new TonearmError('USAGE', `Spark reads Kafka, not ${formatAddress(from)}`, {
    hint: 'give --from kafka://host:9092/topic, or leave out --engine spark',
  });
};

/** Turns what Spark tells of its queries into the progress of the run. */
const createAccount = (
  host: StreamHost,
  source: string,
  panes: () => { readonly finals: number; readonly provisional: number; readonly open: number },
) => {
  let counts = noCounts;
  let batchId = 0;
  let told = { finals: 0, provisional: 0 };
  let last: Progress | undefined;
  return {
    add(progress: StreamProgress): void {
      const now = panes();
      batchId += 1;
      last = progressOf(progress, {
        source,
        before: counts,
        batchId,
        panes: {
          finals: now.finals - told.finals,
          provisional: now.provisional - told.provisional,
          open: now.open,
        },
      });
      told = now;
      counts = last.totals;
      host.onProgress(last);
    },
    idle(): void {
      if (last === undefined) return;
      const none = { numInputRows: 0, inputRowsPerSecond: 0, processedRowsPerSecond: 0 };
      const sink = { finals: 0, provisional: 0 };
      last = {
        ...last,
        ...none,
        sink,
        timestamp: new Date(host.clock.nowUs() / 1000).toISOString(),
      };
      host.onProgress(last);
    },
    counts: () => counts,
  };
};

const run = async (
  settings: StreamSettings,
  queries: readonly Query[],
  host: StreamHost,
  closing: Closing,
): Promise<StreamResult> => {
  const from = kafkaOf(settings);
  const to = resultsAddress({ from, to: settings.to });
  const checkpoints = checkpointFolder(settings, host);
  const access = await loadSecurity(settings.kafka);

  const topic = await openSource(settings);
  closing.add(() => topic.close());
  const partitions = (await topic.bounds()).length;
  const results = await openResults(to, settings.kafka);
  closing.add(() => results.close());
  const start = await results.startingAt('latest');

  const failing = new AbortController();
  const signal = AbortSignal.any([host.signal, failing.signal]);
  let failure: { readonly error: unknown } | undefined;
  const reader = createFinalsReader();
  const follower = followResults(
    { source: results, from: start, reader, sinks: host.sinks, onNotice: host.onNotice },
    (error) => {
      failure ??= { error };
      failing.abort();
    },
  );
  closing.add(() => follower.finish());

  const account = createAccount(host, formatAddress(from), () => ({
    finals: reader.finals(),
    provisional: 0,
    open: 0,
  }));
  const running = await streamQueries(settings, queries, { from, to, checkpoints, access });
  const isMain = (query: StreamQuery): boolean => query === running[0];

  host.onNotice(`Spark writes panes to ${formatAddress(to)}; checkpoints are in ${checkpoints}`);
  await supervise({
    signal,
    sleep: connectHost.sleep,
    onNotice: host.onNotice,
    attempt: async (onWork) => {
      const session = await openSparkSession(
        settings.spark,
        { signal, onWarning: host.onNotice },
        patience,
      );
      try {
        await session.setConfig(await sessionSettings(session, partitions));
        await runQueries(
          session,
          running,
          {
            onProgress(query, progress) {
              onWork();
              if (isMain(query)) account.add(progress);
            },
            onIdle(query) {
              onWork();
              if (isMain(query)) account.idle();
            },
          },
          signal,
        );
      } finally {
        await session.close({ release: true });
      }
    },
  });
  await follower.finish();
  if (failure !== undefined) throw failure.error;
  return { counts: account.counts(), finals: reader.finals() };
};

/**
 * Runs a stream on Spark: starts its queries, watches over them, shows the panes that they write to
 * the results topic, and stops them in the end. A later run goes on from the checkpoints.
 * @throws TonearmError
 */
export const sparkStream = (
  settings: StreamSettings,
  queries: readonly Query[],
  host: StreamHost,
): Promise<StreamResult> => withClosing((closing) => run(settings, queries, host, closing));
