import type { Decoder } from '../event/decode.ts';
import type { RejectedRow } from '../event/reject.ts';

/** Events that the cluster reads by itself. */
export type ClusterInput =
  | {
      /** As the user named it; the source of its rejected events. */
      readonly name: string;
      readonly kind: 'ndjson' | 'parquet';
      /** A path or URI as the cluster's file systems know it; globs and folders are theirs. */
      readonly path: string;
    }
  | { readonly name: string; readonly kind: 'table'; readonly table: string };

export interface LoadedInput {
  readonly name: string;
  /** Events, blank lines left out. */
  readonly rows: number;
}

/** What judges rows that do not certainly conform. */
export interface Judging {
  readonly decoder: Decoder;
  /** Whether the decoder maps; every event goes to it then. */
  readonly isMapped: boolean;
  readonly onRejected: (rows: readonly RejectedRow[]) => Promise<void>;
}

/** What a cluster reads. */
export interface ClusterReader {
  /**
   * Reads inputs into the store; call it once. @returns the events of each file
   * @throws TonearmError INPUT_SCHEMA, INPUT_UNREADABLE
   */
  load(inputs: readonly ClusterInput[], judging: Judging): Promise<readonly LoadedInput[]>;
  /** The bytes of a file, for a reader of our own. */
  bytes(path: string): AsyncIterable<Uint8Array>;
}
