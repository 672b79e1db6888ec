import { TonearmError } from '../../../error.ts';
import { parseEndpoint } from '../../../engines/spark/connect/endpoint.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';
import type { Query } from '../../../plan/query.ts';
import type { StreamResult } from '../../../stream/runtime.ts';
import { formatAddress, type KafkaAddress } from '../../config/address.ts';
import { type Closing, withClosing } from '../../closing.ts';
import { loadSecurity } from '../../kafka-access.ts';
import { openSource } from '../../open-source.ts';
import type { StreamHost, StreamSettings } from '../../stream-options.ts';
import { connectHost } from '../connect-host.ts';
import { openSparkSession } from '../open-session.ts';
import { checkpointFolder } from './checkpoint-folder.ts';
import { resultsAddress } from './results-topic.ts';
import { type QueryWatch, runQueries } from './run-queries.ts';
import { sessionSettings } from './session-settings.ts';
import { showResults } from './show-results.ts';
import { createAccount } from './stream-account.ts';
import { runOf, streamContext, streamQueries } from './stream-queries.ts';
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

/** The topic, which has to be there. @throws TonearmError TOPIC_MISSING, SOURCE_UNREACHABLE */
const lookAt = async (
  settings: StreamSettings,
): Promise<{ readonly id: string; readonly partitions: number }> => {
  const topic = await openSource(settings);
  try {
    return { id: topic.identity, partitions: (await topic.bounds()).length };
  } finally {
    await topic.close();
  }
};

const withSession = async (
  settings: StreamSettings,
  { signal, onNotice }: Pick<StreamHost, 'signal' | 'onNotice'>,
  action: (session: Session) => Promise<void>,
): Promise<void> => {
  const host = { signal, onWarning: onNotice };
  const session = await openSparkSession(settings.spark, host, patience);
  try {
    await action(session);
  } finally {
    await session.close({ release: true });
  }
};

/** Each attempt needs a session of its own. @throws TonearmError USAGE */
const checkAddress = (address: string): void => {
  if (parseEndpoint(address).sessionId === undefined) return;
  throw new TonearmError('USAGE', 'a stream opens sessions of its own on Spark', {
    hint: 'leave session_id out of the address of --spark',
  });
};

const replaced = (from: KafkaAddress): TonearmError =>
  new TonearmError('LOG_REPLACED', `${formatAddress(from)} is another topic than before`, {
    facts: { topic: from.topic },
    hint: 'it was deleted and made again: start anew, which begins with its first records',
  });

const run = async (
  settings: StreamSettings,
  queries: readonly Query[],
  host: StreamHost,
  closing: Closing,
): Promise<StreamResult> => {
  checkAddress(settings.spark);
  const from = kafkaOf(settings);
  const to = resultsAddress({ from, to: settings.to });
  const checkpoints = checkpointFolder(settings, host);
  const topicId = (await lookAt(settings)).id;
  const context = streamContext(settings);
  const places = { from, to, topicId, checkpoints, context };
  const shown = await showResults(settings, queries, {
    ...{ host, to, closing, context, run: runOf(settings, places) },
  });
  const account = createAccount(host, formatAddress(from), shown.reader);

  const { onNotice } = host;
  const signal = AbortSignal.any([host.signal, shown.failing]);
  onNotice(`Spark writes panes to ${formatAddress(to)}; checkpoints are in ${checkpoints}`);
  await supervise({
    ...{ signal, onNotice, sleep: connectHost.sleep },
    attempt: ({ opened, worked }) =>
      withSession(settings, { signal, onNotice }, async (session) => {
        opened();
        const topic = await lookAt(settings);
        if (topic.id !== topicId) throw replaced(from);
        // Read for each attempt: passwords may have changed.
        const access = await loadSecurity(settings.kafka);
        const { partitions } = topic;
        const hasSecrets = access !== undefined;
        await session.setConfig(await sessionSettings(session, { partitions, hasSecrets }));
        const running = await streamQueries(settings, queries, { ...places, access });
        const [finals] = running;
        const watch: QueryWatch = {
          onAll: worked,
          onProgress(query, progress) {
            if (progress.batchId === 0)
              onNotice(`${query.name} begin at a new checkpoint: ${query.checkpoint}`);
            if (query === finals) account.batch(progress);
          },
          onIdle(query) {
            if (query === finals) account.idle();
          },
          onUnstopped: ({ name }) =>
            onNotice(`the query of ${name} could not be stopped, and may run on for an hour`),
        };
        await runQueries(session, running, watch, signal);
      }),
  });
  await shown.finish();
  return { counts: account.counts(), finals: shown.reader.counts.finals };
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
