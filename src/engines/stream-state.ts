import type { ColumnBatch } from '../intake/batch.ts';
import type { LineIntake } from '../intake/line-intake.ts';
import type { Frame } from '../plan/frame.ts';
import type { QueryContext } from '../plan/query.ts';
import type { PaneLine } from '../result/pane-line.ts';
import type { Row } from '../result/table.ts';

/** Decoded events of one partition, in the order of the log. */
export interface ArrivedRows {
  readonly batch: ColumnBatch;
  /** Rows that happened before the watermark of their partition, with it; ascending rows. */
  readonly behind: readonly BehindRow[];
}

export interface BehindRow {
  readonly row: number;
  /** The partition's own watermark just before the row, or the global one where that is further. */
  readonly watermark: number;
}

/** What became of the rows of one micro-batch. */
export interface Admitted {
  readonly accepted: number;
  readonly duplicates: number;
  /** Of the rows behind, those that are not duplicates: per chunk as given. */
  readonly behind: readonly (readonly BehindRow[])[];
}

/** The small part of the state, replaced whole by every transaction. */
export interface Head {
  /** Next offset and largest event time (microseconds) of each partition. */
  readonly partitions: readonly {
    readonly partition: number;
    readonly next: number;
    readonly newest: number | null;
  }[];
  /** Global watermark in microseconds; null before there is one. */
  readonly watermark: number | null;
  /** Windows that the watermark had closed up to here have their final panes. */
  readonly closedTo: number | null;
  /** A bounded run has closed everything. */
  readonly finished: boolean;
  readonly counts: StreamCounts;
  /** Revisions that may have been given out, per frame and start of the window. */
  readonly revisions: readonly (readonly [frame: number, start: number, revision: number])[];
}

export interface StreamCounts {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly late: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** Rows beside the panes that the state keeps until a destination has them, as lines of NDJSON. */
export type SideRows = 'late' | 'rejected';

/** A window with the start that the runtime asks for. */
export interface WindowRows {
  readonly start: number;
  /** Per query of the frame. */
  readonly rows: readonly (readonly Row[])[];
}

/** The durable state of one stream: accepted events of open windows, offsets, panes on their way. */
export interface StreamState {
  /** As of the last commit; undefined for a new state. */
  readonly head: Head | undefined;
  /** Decodes with the dictionaries of the state. */
  intake(): LineIntake;
  /** The windows of each frame that hold events and are not final. */
  openWindows(): Promise<readonly (readonly number[])[]>;
  /** Finals that were not forgotten yet, in order, with their numbers. */
  pendingFinals(): Promise<readonly NumberedPane[]>;
  pendingSideRows(kind: SideRows): Promise<readonly NumberedRow[]>;
  /** Begins a transaction and takes in rows, each event once. */
  admit(chunks: readonly ArrivedRows[]): Promise<Admitted>;
  /** Ends the transaction that `admit` began; gives the numbers of the last side rows. */
  commit(record: CommitRecord): Promise<{ readonly late: number; readonly rejected: number }>;
  /** The rows of windows of a frame, their starts ascending, from what is committed. */
  windowRows(
    frame: Frame,
    starts: readonly number[],
    context: QueryContext,
  ): Promise<readonly WindowRows[]>;
  /** The same of windows that are open, perhaps from memory. */
  provisionalRows: StreamState['windowRows'];
  /** One transaction: final panes, and events that nothing needs any more are let go. */
  close(head: Head, finals: readonly PaneLine[]): Promise<readonly NumberedPane[]>;
  /** Bytes on disk. */
  bytes(): number;
  dispose(): Promise<void>;
}

export interface NumberedPane {
  readonly number: number;
  readonly pane: PaneLine;
}

export interface NumberedRow {
  readonly number: number;
  readonly json: string;
}

export interface CommitRecord {
  readonly head: Head;
  readonly late: readonly string[];
  readonly rejected: readonly string[];
  /** Finals and side rows up to these numbers are with their destinations. */
  readonly delivered: { readonly finals: number; readonly late: number; readonly rejected: number };
}
