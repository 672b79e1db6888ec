import type { Capabilities } from './capabilities.ts';
import type { FileContent } from './file-content.ts';
import type { Playback } from './playback.ts';
import type { SkipReason } from './skip-reason.ts';
import type { SongOf } from './song.ts';

export interface RowContext {
  readonly songOf: SongOf;
  readonly incognito: boolean;
}

/** One kind of file that a service hands out. */
export interface ExportFormat {
  readonly name: string;
  /** What such a file can tell; null for a kind that is recognised only to say that it is skipped. */
  readonly capabilities: Capabilities | null;
  /**
   * The name to show for the file, or null where it is not of this format. `place` has the
   * folders before the name, with `/`; `head` is the beginning of the text.
   */
  recognise(file: {
    readonly name: string;
    readonly place: string;
    readonly head: string;
  }): string | null;
  /** The rows, unchecked. Throws a TonearmError where the file as a whole cannot be read. */
  rows(file: FileContent): Iterable<unknown>;
  /** What a row says, or why it gives no event. Never throws, whatever the row is. */
  playback(row: unknown, context: RowContext): Playback | SkipReason;
}
