/** What this client needs of the world around it. */
export interface ConnectHost {
  /** Milliseconds; only ever goes up. */
  readonly clock: () => number;
  /** From 0 to less than 1. */
  readonly random: () => number;
  /** A UUID. */
  readonly newId: () => string;
  /** Waits; rejects when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
