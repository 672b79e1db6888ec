import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  StreamingQueryCommandResult,
  StreamingQueryCommandSchema,
  StreamingQueryInstanceId,
} from './proto/spark.gen.ts';
import { withoutPlan } from './spark-failure.ts';
import type { StreamProgress, StreamingQuery } from './streaming.ts';

type Command = NonNullable<MessageInitShape<typeof StreamingQueryCommandSchema>['command']>;
type Result = StreamingQueryCommandResult['resultType'];

/** Sends a command about one query; what takes long (`waits`) ends when work has to stop. */
export type AskQuery = (
  queryId: StreamingQueryInstanceId,
  command: Command,
  waits: boolean,
) => Promise<Result>;

const textOrNothing = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text;

/** A handle of a query on the server. */
export const streamingQuery = (
  ask: AskQuery,
  queryId: StreamingQueryInstanceId,
  name: string | undefined,
): StreamingQuery => {
  const get = (command: Command): Promise<Result> => ask(queryId, command, false);
  const wait = (command: Command): Promise<Result> => ask(queryId, command, true);

  const progress = async (command: Command): Promise<readonly StreamProgress[]> => {
    const result = await get(command);
    const texts = result.case === 'recentProgress' ? result.value.recentProgressJson : [];
    return texts.map((text) => JSON.parse(text) as StreamProgress);
  };

  return {
    id: queryId.id,
    runId: queryId.runId,
    name: textOrNothing(name),
    async status() {
      const { value } = (await get({ case: 'status', value: true })) as Extract<
        Result,
        { case: 'status' }
      >;
      return {
        message: value.statusMessage,
        isActive: value.isActive,
        isDataAvailable: value.isDataAvailable,
        isTriggerActive: value.isTriggerActive,
      };
    },
    lastProgress: async () => (await progress({ case: 'lastProgress', value: true })).at(-1),
    recentProgress: () => progress({ case: 'recentProgress', value: true }),
    async explain(extended = false) {
      const result = await get({ case: 'explain', value: { extended } });
      return result.case === 'explain' ? result.value.result : '';
    },
    async exception() {
      const result = await get({ case: 'exception', value: true });
      if (result.case !== 'exception') return undefined;
      const { exceptionMessage, errorClass, stackTrace } = result.value;
      if (exceptionMessage === undefined) return undefined;
      const message = withoutPlan(exceptionMessage).replace(/^[\w.]+Exception: /, '');
      return { message, errorClass: textOrNothing(errorClass), stackTrace };
    },
    async awaitTermination(timeoutMs) {
      const timeout = { timeoutMs: BigInt(Math.max(1, Math.round(timeoutMs))) };
      const result = await wait({ case: 'awaitTermination', value: timeout });
      return result.case === 'awaitTermination' && result.value.terminated;
    },
    async processAllAvailable() {
      await wait({ case: 'processAllAvailable', value: true });
    },
    async stop() {
      await get({ case: 'stop', value: true });
    },
  };
};
