import { TonearmError } from '../../../error.ts';
import type { Command } from './command.ts';
import {
  StreamingQueryEventType as EventType,
  type ExecutePlanResponse,
  type StreamingQueryListenerEvent,
} from './proto/spark.gen.ts';
import type { StreamProgress, StreamingEvent } from './streaming.ts';

interface Ended {
  readonly id: string;
  readonly runId: string;
  readonly timestamp: string;
  readonly exception?: string | null;
  readonly errorClassOnException?: string | null;
}

const eventOf = ({ eventJson, eventType }: StreamingQueryListenerEvent): StreamingEvent[] => {
  const parsed: unknown = JSON.parse(eventJson);
  switch (eventType) {
    case EventType.QUERY_PROGRESS_EVENT:
      return [{ kind: 'progress', progress: (parsed as { progress: StreamProgress }).progress }];
    case EventType.QUERY_IDLE_EVENT: {
      const { id, runId, timestamp } = parsed as Ended;
      return [{ kind: 'idle', id, runId, timestamp }];
    }
    case EventType.QUERY_TERMINATED_EVENT: {
      const { id, runId, exception, errorClassOnException: errorClass } = parsed as Ended;
      return [
        {
          kind: 'terminated',
          id,
          runId,
          ...(exception ? { exception } : {}),
          ...(errorClass ? { errorClass } : {}),
        },
      ];
    }
    default:
      return []; // Of a later version.
  }
};

const busCommand = (of: 'addListenerBusListener' | 'removeListenerBusListener'): Command => ({
  case: 'streamingQueryListenerBusCommand',
  value: { command: { case: of, value: true } },
});

export interface ListenerCalls {
  /** Runs until the listener is removed, or the loop over it is left. */
  readonly stream: (command: Command) => AsyncGenerator<ExecutePlanResponse>;
  readonly run: (command: Command) => Promise<unknown>;
  /** The same, and not for long: where it does not work the server has to see to it. */
  readonly tryToRun: (command: Command) => Promise<void>;
}

const isInterruption = (thrown: unknown): boolean =>
  thrown instanceof TonearmError && thrown.code === 'INTERRUPTED';

/** Events of the session's queries, after one `'listening'` when the server has the listener. */
export async function* listen({
  stream,
  run,
  tryToRun,
}: ListenerCalls): AsyncGenerator<StreamingEvent | 'listening'> {
  // A session has one listener: one that was left behind would keep this one from being heard.
  await run(busCommand('removeListenerBusListener'));
  const responses = stream(busCommand('addListenerBusListener'));
  let isThere = true;
  try {
    for await (const { responseType } of responses) {
      if (responseType.case !== 'streamingQueryListenerEventsResult') continue;
      const { listenerBusListenerAdded, events } = responseType.value;
      if (listenerBusListenerAdded === true) yield 'listening';
      for (const event of events) yield* eventOf(event);
    }
    isThere = false; // Removed by the next one.
  } catch (thrown) {
    isThere = isInterruption(thrown);
    throw thrown;
  } finally {
    if (isThere) await tryToRun(busCommand('removeListenerBusListener'));
  }
}
