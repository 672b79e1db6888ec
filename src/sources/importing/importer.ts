import type { Action, WireEvent } from '../../event/event.ts';
import type { Capabilities } from './capabilities.ts';
import type { InputLimits } from './limits.ts';
import type { SkipReason } from './skip-reason.ts';

export interface ImportOptions {
  /** `user_id` of every event; default `me`. */
  readonly user?: string | undefined;
  /** Takes rows of private listening too, where the service marks them; default false. */
  readonly incognito?: boolean | undefined;
  readonly limits?: InputLimits | undefined;
}

/**
 * What became of every row: `rowsRead` is always `rowsImported` plus the sum of `rowsSkipped`.
 * It is meant for the person who imports. File names may carry the user's name in it, so it
 * does not belong in files that are handed on.
 */
export interface ImportAccount {
  readonly title: string;
  /** Base names of the files read, in the order of reading; never a path. */
  readonly files: readonly string[];
  /** Base names of the files that are not part of this service's export. */
  readonly ignored: readonly string[];
  readonly rowsRead: number;
  readonly rowsImported: number;
  readonly rowsSkipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly events: number;
  readonly actions: Readonly<Partial<Record<Action, number>>>;
  /** Time of the first and last event, RFC 3339; null without events. */
  readonly firstEventAt: string | null;
  readonly lastEventAt: string | null;
  readonly warnings: readonly string[];
}

export interface ImportResult {
  /** Ordered by `event_time`, then `event_id`; can be iterated more than once, with equal events. */
  readonly events: Iterable<WireEvent>;
  readonly account: ImportAccount;
  /** What the files that were read can tell: an export comes in kinds that know more or less. */
  readonly capabilities: Capabilities;
}

/** Turns the listening history that one service hands out into events. */
export interface Importer {
  readonly service: string;
  readonly title: string;
  /** Which files it takes, in one sentence: for help and for the error when there are none. */
  readonly expects: string;
  /** What the service's fullest export can tell. */
  readonly capabilities: Capabilities;
  /**
   * Reads files, folders and zip archives. Throws a TonearmError: `INPUT_MISSING`,
   * `INPUT_UNREADABLE` (names the file), `INPUT_SCHEMA` (no file of this service), `USAGE`.
   */
  read(inputs: readonly string[], options?: ImportOptions): Promise<ImportResult>;
}
