import type { Analytic } from '../model/analytic.ts';
import type { Row } from './table.ts';

/** The result of one analytic for one window; a later pane of the same window replaces it. */
export interface Pane {
  readonly analytic: Analytic;
  /** Half-open, microseconds. */
  readonly start: number;
  readonly end: number;
  /** From 1, growing per analytic and window; holes are possible, reuse is not. */
  readonly revision: number;
  /** Nothing replaces a final pane. */
  readonly final: boolean;
  /** The global watermark when the pane was made (microseconds); null before there was one. */
  readonly watermark: number | null;
  /** Columns as `resultColumns(analytic)` (without those of the window). */
  readonly rows: readonly Row[];
  /** The columns whose values are estimates; absent where all are exact. */
  readonly approximate?: readonly string[];
}
