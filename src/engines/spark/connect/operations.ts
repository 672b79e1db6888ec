import { decodeBatch, type Batch } from './batch.ts';
import type { Command } from './command.ts';
import { execute, type Plan } from './execute.ts';
import { literalValue } from './expression.ts';
import type { Link } from './link.ts';
import type { ExecutePlanResponse } from './proto/spark.gen.ts';
import type { Relation } from './relation.ts';
import type { Observed } from './session.ts';

/** Plans executed over a link. */
export interface Operations {
  /** The responses to a command as they come; leaving the loop stops it. */
  stream(command: Command, signal: AbortSignal): AsyncGenerator<ExecutePlanResponse>;
  /** All responses to a command. */
  run(command: Command, signal: AbortSignal): Promise<readonly ExecutePlanResponse[]>;
  batches(relation: Relation, signal: AbortSignal): AsyncGenerator<Batch>;
  /** Waits until the server was told of all that has ended. */
  settled(): Promise<void>;
}

/** What was observed, of all responses. */
export const observedIn = (responses: readonly ExecutePlanResponse[]): Observed =>
  Object.fromEntries(
    responses
      .flatMap(({ observedMetrics }) => observedMetrics)
      .map(({ name, keys, values }) => [
        name,
        Object.fromEntries(
          values.map((value, at) => [keys[at] ?? String(at), literalValue(value)]),
        ),
      ]),
  );

export const createOperations = (link: Link): Operations => {
  const farewells = new Set<Promise<void>>();
  const onFarewell = (done: Promise<void>): void => {
    farewells.add(done);
    void done.finally(() => farewells.delete(done));
  };
  const responsesTo = (plan: Plan, signal: AbortSignal): AsyncGenerator<ExecutePlanResponse> =>
    execute(link, plan, { signal, onFarewell });

  const stream: Operations['stream'] = (command, signal) =>
    responsesTo({ opType: { case: 'command', value: { commandType: command } } }, signal);

  return {
    stream,
    async run(command, signal) {
      const responses: ExecutePlanResponse[] = [];
      for await (const response of stream(command, signal)) responses.push(response);
      return responses;
    },
    async *batches(relation, signal) {
      const plan: Plan = { opType: { case: 'root', value: relation } };
      for await (const { responseType } of responsesTo(plan, signal)) {
        if (responseType.case === 'arrowBatch') yield decodeBatch(responseType.value.data);
      }
    },
    async settled() {
      await Promise.all(farewells);
    },
  };
};
