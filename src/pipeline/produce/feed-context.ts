import type { LineAdder } from './add-lines.ts';
import type { ProduceHost } from './options.ts';

/** What a feed works with. */
export interface FeedContext {
  readonly adder: LineAdder;
  readonly host: ProduceHost;
  /** Waits until more may be added and tells of progress; false where the run is to stop. */
  readonly next: (share: number | undefined) => Promise<boolean>;
}
