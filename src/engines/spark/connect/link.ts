import { ConnectError } from '@connectrpc/connect';
import { TonearmError } from '../../../error.ts';
import type { Channel } from './channel.ts';
import type { ConnectHost } from './host.ts';
import type { FetchErrorDetailsResponse } from './proto/spark.gen.ts';
import { createRetries, type Retries, type RetryPolicy } from './retry.ts';
import { finalError, sessionLost } from './final-error.ts';
import { errorInfoOf, verdictOn } from './verdict.ts';

/** What every request says of who asks. */
export interface Identity {
  readonly sessionId: string;
  readonly userContext?: { readonly userId: string };
  readonly clientType: string;
  /** Lets the server refuse when it is not the one that was asked before. */
  readonly clientObservedServerSideSessionId?: string;
}

/** What every answer says of who answers. */
export interface Answer {
  readonly sessionId: string;
  readonly serverSideSessionId?: string;
}

/** Calls with retries and errors, for one session. */
export interface Link {
  readonly client: Channel['client'];
  readonly host: ConnectHost;
  identity(): Identity;
  /** Throws when the signal has fired: because of an interruption, or the end of the session. */
  check(signal: AbortSignal): void;
  /** Checks that the answer is from the same session as the ones before. */
  accept(answer: Answer): void;
  retries(): Retries;
  /** Waits for the next retry where there is one; else throws the error that the call ends with. */
  againOrThrow(thrown: unknown, retries: Retries, signal: AbortSignal): Promise<void>;
  /** A call with one answer, tried again where that may help. */
  ask<T extends Answer>(
    call: (identity: Identity, options: CallOptions) => Promise<T>,
    options?: AskOptions,
  ): Promise<T>;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface AskOptions {
  readonly timeoutMs?: number;
  /** What ends the call early; without it the closing of the session. */
  readonly signal?: AbortSignal;
}

export interface LinkOptions {
  readonly channel: Channel;
  readonly host: ConnectHost;
  /** Of the server, for people. */
  readonly address: string;
  readonly policy: RetryPolicy;
  readonly identity: Identity;
  /** Fires when the session is closed here: nothing is asked after that. */
  readonly closed: AbortSignal;
  readonly onNotice: (text: string) => void;
}

// Long enough for a server that collects garbage or lists a large folder.
const answerTimeoutMs = 300_000;
const detailsTimeoutMs = 10_000;

// Shorter waits are not worth a word.
const noticedMs = 500;

/** Runs a call with a signal of its own: one of a whole session would gather listeners. */
const withSignal = async <T>(
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const own = new AbortController();
  const abort = (): void => own.abort(outer.reason);
  outer.addEventListener('abort', abort);
  try {
    return await call(own.signal);
  } finally {
    outer.removeEventListener('abort', abort);
  }
};

export const createLink = (options: LinkOptions): Link => {
  const { channel, host, address, policy, closed, onNotice } = options;
  const { client } = channel;
  let identity = options.identity;

  const check = (signal: AbortSignal, cause?: unknown): void => {
    if (!signal.aborted) return;
    throw closed.aborted && signal.reason === closed.reason
      ? new TonearmError('SPARK_SESSION_LOST', 'the session was closed', { cause })
      : new TonearmError('INTERRUPTED', 'interrupted', { cause });
  };

  const detailsOf = async (error: ConnectError): Promise<FetchErrorDetailsResponse | undefined> => {
    const { errorId } = errorInfoOf(error);
    if (errorId === undefined) return undefined;
    try {
      const request = { ...identity, errorId };
      return await client.fetchErrorDetails(request, { timeoutMs: detailsTimeoutMs });
    } catch {
      return undefined; // The error itself says what happened, if less of it.
    }
  };

  const link: Link = {
    client,
    host,
    identity: () => identity,
    check,
    accept({ sessionId, serverSideSessionId = '' }) {
      if (sessionId !== identity.sessionId) {
        throw sessionLost(identity.sessionId, `the answer is for session ${sessionId}`);
      }
      const observed = identity.clientObservedServerSideSessionId;
      if (serverSideSessionId === '' || serverSideSessionId === observed) return;
      if (observed !== undefined) throw sessionLost(sessionId, 'the server was restarted');
      identity = { ...identity, clientObservedServerSideSessionId: serverSideSessionId };
    },
    retries: () => createRetries(policy, host),
    async againOrThrow(thrown, retries, signal) {
      check(signal, thrown);
      if (!(thrown instanceof ConnectError)) throw thrown;
      const verdict = verdictOn(thrown);
      const next = verdict.kind === 'passing' ? retries.next(verdict.serverMs) : undefined;
      if (next === undefined) {
        const { sessionId } = identity;
        throw finalError(thrown, { address, sessionId, details: await detailsOf(thrown) });
      }
      const { retry, waitMs } = next;
      if (waitMs >= noticedMs) {
        const seconds = (waitMs / 1000).toFixed(1);
        const why = thrown.rawMessage;
        onNotice(`Spark at ${address} does not answer (${why}); retry ${retry} in ${seconds} s`);
      }
      try {
        await host.sleep(waitMs, signal);
      } finally {
        check(signal, thrown);
      }
    },
    async ask(call, { timeoutMs = answerTimeoutMs, signal: outer = closed } = {}) {
      const retries = link.retries();
      for (;;) {
        check(outer);
        try {
          const answer = await withSignal(outer, (signal) => call(identity, { signal, timeoutMs }));
          link.accept(answer);
          return answer;
        } catch (thrown) {
          await link.againOrThrow(thrown, retries, outer);
        }
      }
    },
  };
  return link;
};
