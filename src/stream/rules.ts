import type { Decoder } from '../event/decode.ts';
import type { Frame } from '../plan/frame.ts';
import type { WatermarkRules } from './watermark.ts';

/** What decides which events count where. */
export interface StreamRules extends WatermarkRules {
  readonly frames: readonly Frame[];
  /** How far ahead of the clock an event may be (microseconds); undefined: as far as it likes. */
  readonly maxFutureUs: number | undefined;
  /** The one decoder, for what the fast path does not tell. */
  readonly decoder: Decoder;
}
