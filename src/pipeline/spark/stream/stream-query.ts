import type { StreamingPlan } from '../../../engines/spark/stream/streaming-plan.ts';
import type { StreamTrigger } from '../../../engines/spark/connect/streaming.ts';

/** A streaming query of a run. */
export interface StreamQuery {
  /** For people: `final panes`. */
  readonly name: string;
  readonly plan: StreamingPlan;
  /** The folder of its checkpoint, as the cluster sees it. */
  readonly checkpoint: string;
  readonly trigger: StreamTrigger;
  /** Where it writes: options of Spark's Kafka sink. */
  readonly sink: Readonly<Record<string, string>>;
}
