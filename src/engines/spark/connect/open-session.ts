import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf, type TonearmError } from '../../../error.ts';
import { createAnalysis } from './analysis.ts';
import { rowsOf, type Row } from './batch.ts';
import { openChannel } from './channel.ts';
import { writeCommand } from './command.ts';
import { addressOf, type Endpoint } from './endpoint.ts';
import type { ConnectHost } from './host.ts';
import { createLink, type Link } from './link.ts';
import { createOperations, observedIn } from './operations.ts';
import { InterruptRequest_InterruptType as InterruptType } from './proto/spark.gen.ts';
import { createQueries } from './queries.ts';
import { dropTempView, relationOf, sqlRelation } from './relation.ts';
import { sparkRetryPolicy, type RetryPolicy } from './retry.ts';
import type { Session } from './session.ts';
import { createSettings } from './settings.ts';

export interface OpenOptions {
  readonly endpoint: Endpoint;
  readonly host: ConnectHost;
  /** A UUID: the session to open or to find again; else that of the endpoint, else a new one. */
  readonly sessionId?: string;
  /** `Session.serverSideId` of before: then a session that is not the same any more is an error. */
  readonly serverSideId?: string;
  /** Stops work under way, on the server too, and refuses more of it. */
  readonly signal?: AbortSignal;
  /** Told what passes by itself or cannot be helped. */
  readonly onNotice?: (text: string) => void;
  /** Of calls in an open session; ten minutes unless it says otherwise. */
  readonly retry?: RetryPolicy;
  readonly connectTimeoutMs?: number;
  /** How the server lists this client. */
  readonly clientType?: string;
}

const defaultConnectTimeoutMs = 5000;

// A server that is not there is said in seconds.
const openingPolicy = { ...sparkRetryPolicy, maxRetries: 3, totalMs: 2000 };

// A cold server takes some seconds for its first session.
const openTimeoutMs = 30_000;

const releaseTimeoutMs = 10_000;

// The name of a new view is read as SQL, that of one to forget is not.
const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const askVersion = async (link: Link, signal: AbortSignal): Promise<string> => {
  const { result } = await link.ask(
    (identity, options) =>
      link.client.analyzePlan(
        { ...identity, analyze: { case: 'sparkVersion', value: {} } },
        options,
      ),
    { signal, timeoutMs: openTimeoutMs },
  );
  return result.case === 'sparkVersion' ? result.value.version : '';
};

/**
 * Opens a session, or finds one again that the server still has. Rejects with `SPARK_UNREACHABLE`
 * within seconds where nothing answers, and as `Session` says.
 */
export const openSession = async (options: OpenOptions): Promise<Session> => {
  const { endpoint, host, serverSideId, onNotice = () => {} } = options;
  const { clientType = 'tonearm', connectTimeoutMs = defaultConnectTimeoutMs } = options;
  const { userId } = endpoint;
  const channel = openChannel(endpoint, { clientType, connectTimeoutMs });
  const closing = new AbortController();
  const closed = closing.signal;
  const stop = options.signal === undefined ? closed : AbortSignal.any([options.signal, closed]);
  const identity = {
    sessionId: options.sessionId ?? endpoint.sessionId ?? host.newId(),
    clientType,
    ...(userId === undefined ? {} : { userContext: { userId } }),
    ...(serverSideId === undefined ? {} : { clientObservedServerSideSessionId: serverSideId }),
  };
  const address = addressOf(endpoint);
  const linkOptions = { channel, host, address, identity, closed, onNotice };

  const opening = createLink({ ...linkOptions, policy: openingPolicy });
  const sparkVersion = await askVersion(opening, stop).catch((error: TonearmError) => {
    channel.close();
    throw error;
  });

  const policy = options.retry ?? sparkRetryPolicy;
  const link = createLink({ ...linkOptions, identity: opening.identity(), policy });
  const { client } = link;

  const operations = createOperations(link);

  const release = async (): Promise<void> => {
    try {
      await client.releaseSession(link.identity(), { timeoutMs: releaseTimeoutMs });
    } catch (cause) {
      const why = messageOf(cause);
      onNotice(
        why.includes('/spark/ml/')
          ? `Spark at ${address} closed the session but not all that it holds: it lacks spark-mllib`
          : `Spark at ${address} could not release the session, which ends by itself later: ${why}`,
      );
    }
  };

  const end = async (withRelease: boolean): Promise<void> => {
    closing.abort();
    await nextTurn(); // What was under way notices.
    await operations.settled();
    if (withRelease) await release();
    channel.close();
  };
  let ended: Promise<void> | undefined;

  return {
    id: identity.sessionId,
    serverSideId: link.identity().clientObservedServerSideSessionId ?? '',
    sparkVersion,
    async rows(source) {
      const rows: Row[] = [];
      for await (const batch of operations.batches(relationOf(source), stop)) {
        for (const row of rowsOf(batch)) rows.push(row);
      }
      return rows;
    },
    batches: (source) => operations.batches(relationOf(source), stop),
    async run(statement) {
      const input = sqlRelation(statement);
      await operations.run({ case: 'sqlCommand', value: { input } }, stop);
    },
    async createView(name, input) {
      const value = { input, name: quoted(name), replace: true };
      await operations.run({ case: 'createDataframeView', value }, stop);
    },
    async dropView(name) {
      for await (const _ of operations.batches(dropTempView(name), closed));
    },
    async write(relation, writeOptions) {
      return observedIn(await operations.run(writeCommand(relation, writeOptions), stop));
    },
    ...createAnalysis(link, stop),
    ...createSettings(link, onNotice),
    ...createQueries(operations, { stop, closed }),
    async interrupt() {
      await link.ask((identity, callOptions) =>
        client.interrupt({ ...identity, interruptType: InterruptType.ALL }, callOptions),
      );
    },
    async keepAlive() {
      await askVersion(link, closed);
    },
    close({ release: withRelease }) {
      ended ??= end(withRelease);
      return ended;
    },
  };
};
