import { ConnectError } from '@connectrpc/connect';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Link } from './link.ts';
import {
  InterruptRequest_InterruptType as InterruptType,
  type ExecutePlanResponse,
  type PlanSchema,
} from './proto/spark.gen.ts';
import { verdictOn } from './verdict.ts';

export type Plan = MessageInitShape<typeof PlanSchema>;

export interface ExecuteOptions {
  /** What stops it on the server too; without it only the end of the session does. */
  readonly signal: AbortSignal;
  /** Told the promise of each farewell to the server, which nobody waits for here. */
  readonly onFarewell: (done: Promise<void>) => void;
}

const farewellTimeoutMs = 5000;

// A server that ends streams with nothing in them is not asked for the next one at once.
const pauseMs = 100;

/**
 * Runs a plan on the server and gives its responses, each once, whatever happens to the connection:
 * the server keeps an operation's results, and a stream that broke or was ended is taken up behind
 * the last response. Leaving the loop stops the operation.
 */
export async function* execute(
  link: Link,
  plan: Plan,
  { signal, onFarewell }: ExecuteOptions,
): AsyncGenerator<ExecutePlanResponse> {
  link.check(signal);
  const { client, host } = link;
  const operationId = host.newId();
  const retries = link.retries();
  let lastResponseId: string | undefined;
  let isKnown = false;

  const open = (streamSignal: AbortSignal): AsyncIterable<ExecutePlanResponse> => {
    const request = { ...link.identity(), operationId };
    const options = { signal: streamSignal };
    if (isKnown) {
      const from = lastResponseId === undefined ? {} : { lastResponseId };
      return client.reattachExecute({ ...request, ...from }, options);
    }
    const reattachable = { case: 'reattachOptions', value: { reattachable: true } } as const;
    const requestOptions = [{ requestOption: reattachable }];
    return client.executePlan({ ...request, plan, requestOptions }, options);
  };

  const farewell = async (interrupted: boolean): Promise<void> => {
    const options = { timeoutMs: farewellTimeoutMs };
    const request = { ...link.identity(), operationId };
    try {
      if (interrupted) {
        await client.interrupt(
          {
            ...request,
            interruptType: InterruptType.OPERATION_ID,
            interrupt: { case: 'operationId', value: operationId },
          },
          options,
        );
      }
      await client.releaseExecute(
        { ...request, release: { case: 'releaseAll', value: {} } },
        options,
      );
    } catch {
      // The server forgets an operation that nobody asks for by itself, after some minutes.
    }
  };

  try {
    for (;;) {
      const stream = new AbortController();
      const abort = (): void => stream.abort(signal.reason);
      signal.addEventListener('abort', abort);
      let isEmpty = true;
      try {
        signal.throwIfAborted();
        for await (const response of open(stream.signal)) {
          link.accept(response);
          retries.reset();
          isKnown = true;
          isEmpty = false;
          if (response.responseType.case === 'resultComplete') return;
          lastResponseId = response.responseId;
          yield response;
        }
        isKnown = true;
        retries.reset();
        if (isEmpty) await host.sleep(pauseMs, signal);
      } catch (thrown) {
        const isUnknown =
          thrown instanceof ConnectError && verdictOn(thrown).kind === 'unknown-operation';
        if (isKnown && isUnknown && lastResponseId === undefined && !signal.aborted) {
          isKnown = false; // The plan never got there.
        } else {
          await link.againOrThrow(thrown, retries, signal);
          isKnown = true; // Perhaps: the server will say.
        }
      } finally {
        signal.removeEventListener('abort', abort);
        stream.abort();
      }
    }
  } finally {
    onFarewell(farewell(signal.aborted));
  }
}
