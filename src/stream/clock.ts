/** The only way in which a stream learns what time it is. */
export interface Clock {
  /** Microseconds since 1970; may jump. */
  readonly nowUs: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsedMs: () => number;
}
