import type { PaneLine } from '../result/pane-line.ts';

/** Takes panes in order. A final comes again after a crash, equal and with the same key and revision. */
export interface PaneSink {
  /** For messages: the address, or what it is. */
  readonly name: string;
  /** Resolves when the panes are safe with the sink. @throws TonearmError where they are not */
  deliver(panes: readonly PaneLine[]): Promise<void>;
  close(): Promise<void>;
}
