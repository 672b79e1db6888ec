/** How a stream is doing, some times a second. */
export interface LiveProgress {
  readonly state: 'starting' | 'running' | 'catching up' | 'idle' | 'stopping' | 'finished';
  /** Microseconds since 1970. */
  readonly now: number;
  readonly eventsPerSecond: number;
  /** Records (bytes in the embedded log) that are in the source and not read yet. */
  readonly lag: number;
  readonly lagUnit: 'records' | 'bytes';
  /** The time of the newest event, and the watermark, in microseconds; null before there is one. */
  readonly newest: number | null;
  readonly watermark: number | null;
  /** Since the state began. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly late: number;
  /** Windows that hold events and are not final. */
  readonly openWindows: number;
  /** What went wrong or changed last, in a sentence. */
  readonly notice?: string | undefined;
}
