import { TonearmError } from '../../../error.ts';
import { startCommand, type Command } from './command.ts';
import { listen } from './listener.ts';
import type { Operations } from './operations.ts';
import type {
  ExecutePlanResponse,
  StreamingQueryManagerCommandResult_StreamingQueryInstance as Instance,
} from './proto/spark.gen.ts';
import type { Session } from './session.ts';
import { streamingQuery, type AskQuery } from './streaming-query.ts';
import type { StreamingEvent, StreamingQuery } from './streaming.ts';

type Queries = Pick<Session, 'startStream' | 'streams' | 'stream' | 'events'>;

type Kind = ExecutePlanResponse['responseType']['case'];
type Value<K extends Kind> = Extract<
  ExecutePlanResponse['responseType'],
  { readonly case: K }
>['value'];

const missing = (what: string): TonearmError =>
  new TonearmError('SPARK_FAILED', `Spark's answer lacks ${what}`, {
    hint: 'the server speaks another version of Spark Connect: 4.2 is known to work',
  });

/** The one response of a kind that a command is answered with. */
const answerOf = <K extends Kind>(
  kind: K,
  responses: readonly ExecutePlanResponse[],
): NonNullable<Value<K>> => {
  const found = responses.find(({ responseType }) => responseType.case === kind);
  if (found?.responseType.value === undefined) throw missing(String(kind));
  return found.responseType.value as NonNullable<Value<K>>;
};

/** Events until the loop is left or the signal fires. */
async function* untilEnded(
  events: AsyncGenerator<StreamingEvent>,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamingEvent> {
  try {
    yield* events;
  } catch (thrown) {
    if (signal?.aborted !== true) throw thrown;
  }
}

const managerCommand = (
  command: { readonly case: 'active'; value: true } | { readonly case: 'getQuery'; value: string },
): Command => ({ case: 'streamingQueryManagerCommand', value: { command } });

const farewellTimeoutMs = 5000;

/** Streaming queries of a session: what begins or waits ends with `stop`, the rest with `closed`. */
export const createQueries = (
  operations: Operations,
  { stop, closed }: { readonly stop: AbortSignal; readonly closed: AbortSignal },
): Queries => {
  const ask: AskQuery = async (queryId, command, waits) => {
    const value = { queryId, command };
    const responses = await operations.run(
      { case: 'streamingQueryCommand', value },
      waits ? stop : closed,
    );
    return answerOf('streamingQueryCommandResult', responses).resultType;
  };

  const handleOf = ({ id, name }: Pick<Instance, 'id' | 'name'>): StreamingQuery[] =>
    id === undefined ? [] : [streamingQuery(ask, id, name)];

  const manage = async (command: Command) =>
    answerOf('streamingQueryManagerCommandResult', await operations.run(command, closed))
      .resultType;

  return {
    async startStream(relation, options) {
      const responses = await operations.run(startCommand(relation, options), stop);
      const { queryId, name } = answerOf('writeStreamOperationStartResult', responses);
      if (queryId === undefined) throw missing('the id of the query');
      return streamingQuery(ask, queryId, name);
    },
    async streams() {
      const result = await manage(managerCommand({ case: 'active', value: true }));
      return result.case === 'active' ? result.value.activeQueries.flatMap(handleOf) : [];
    },
    async stream(id) {
      const result = await manage(managerCommand({ case: 'getQuery', value: id }));
      return result.case === 'query' ? handleOf(result.value)[0] : undefined;
    },
    async events(signal) {
      const ended = signal === undefined ? stop : AbortSignal.any([signal, stop]);
      const events = listen({
        stream: (command) => operations.stream(command, ended),
        run: (command) => operations.run(command, closed),
        tryToRun: async (command) => {
          const notForLong = AbortSignal.any([AbortSignal.timeout(farewellTimeoutMs), closed]);
          await operations.run(command, notForLong).catch(() => {});
        },
      });
      await events.next().catch((thrown: unknown) => {
        if (signal?.aborted !== true) throw thrown;
      });
      return untilEnded(events as AsyncGenerator<StreamingEvent>, signal);
    },
  };
};
