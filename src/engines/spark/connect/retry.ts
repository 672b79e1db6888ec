import type { ConnectHost } from './host.ts';

/** How long is tried again what failed for a reason that passes. */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** A random part of at most this is added to waits of `jitterFromMs` and more. */
  readonly jitterMs: number;
  readonly jitterFromMs: number;
  /** No retry begins later than this after the first failure. */
  readonly totalMs: number;
}

/** The numbers of Spark's own clients, which bridge about ten minutes. */
export const sparkRetryPolicy: RetryPolicy = {
  maxRetries: 15,
  firstMs: 50,
  factor: 4,
  maxMs: 60_000,
  jitterMs: 500,
  jitterFromMs: 2000,
  totalMs: 600_000,
};

/**
 * Milliseconds to wait before the retry of that number, counted from 1. A server's own wish
 * (`serverMs`) lengthens the wait.
 */
export const backoffMs = (
  policy: RetryPolicy,
  retry: number,
  random: () => number,
  serverMs = 0,
): number => {
  const grown = Math.min(policy.maxMs, policy.firstMs * policy.factor ** (retry - 1));
  const wait = Math.max(grown, serverMs);
  return Math.floor(wait >= policy.jitterFromMs ? wait + random() * policy.jitterMs : wait);
};

/** Retries since something last went well. */
export interface Retries {
  /** The wait before the next retry, or `undefined` when it is time to give up. */
  next(serverMs?: number): { readonly retry: number; readonly waitMs: number } | undefined;
  /** Something went well. */
  reset(): void;
}

export const createRetries = (
  policy: RetryPolicy,
  { clock, random }: Pick<ConnectHost, 'clock' | 'random'>,
): Retries => {
  let retry = 0;
  let failedAt = 0;
  return {
    next(serverMs) {
      retry += 1;
      if (retry === 1) failedAt = clock();
      const waitMs = backoffMs(policy, retry, random, serverMs);
      const isLate = clock() + waitMs - failedAt > policy.totalMs;
      return retry > policy.maxRetries || isLate ? undefined : { retry, waitMs };
    },
    reset() {
      retry = 0;
    },
  };
};
