import { messageOf, TonearmError } from '../../../error.ts';
import type { Mapping } from '../../../event/mapping.ts';
import { type Frame, lastEndOf } from '../../../plan/frame.ts';
import { groupOf, keyColumn, type Physical } from '../../../plan/physical.ts';
import type { TextField } from '../../../intake/layout.ts';
import type { QueryContext } from '../../../plan/query.ts';
import type { PaneLine } from '../../../result/pane-line.ts';
import type { Head, NumberedPane, NumberedRow, SideRows, StreamState } from '../../stream-state.ts';
import type { Database, DatabaseOptions } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';
import { closeAppender } from '../append.ts';
import { createActions } from '../tables.ts';
import { type Admission, admit } from './admit.ts';
import { openDictionary } from './dictionary.ts';
import { fixedHorizon, letGo } from './retention.ts';
import { catalog, entriesTable } from './schema.ts';
import { createSeenIds, type SeenIds } from './seen-ids.ts';
import { openSegments, type Segments } from './segments.ts';
import { openStateFile, type StateIdentity } from './state-file.ts';
import { createTally, type Tally } from './tally/tally.ts';
import { createTeller, type Teller } from './tally/teller.ts';
import { openWindowsOf, windowRows } from './window-rows.ts';

interface Tidying {
  /** Events of a segment, which is dropped as a whole. */
  readonly segmentRows: number;
  /** Texts beyond twice those in use. */
  readonly spareEntries: number;
}

const usualTidying: Tidying = { segmentRows: 262_144, spareEntries: 200_000 };

export interface StateOptions extends DatabaseOptions {
  readonly folder: string;
  readonly groups: Physical['groups'];
  readonly frames: readonly Frame[];
  readonly identity: StateIdentity;
  readonly mapping: Mapping | undefined;
  /** The folder goes when the state is closed: nothing is tidied then. */
  readonly temporary?: boolean | undefined;
  /** When to tidy: smaller numbers keep the file smaller and cost more. */
  readonly tidying?: Tidying | undefined;
  /** Late and rejected rows that are kept without a destination. */
  readonly keptRows: number;
  /**
   * Settings and local time for events of this span (microseconds), to keep open windows in memory
   * while little comes; without, provisional rows are always asked of the tables.
   */
  readonly contextFor?: ((first: number, last: number) => QueryContext) | undefined;
}

/** Texts in memory for open windows: some ten megabytes. */
const mostTexts = 300_000;

/** Each thousand rows beyond what is kept are deleted together. */
const keptSlack = 1_000;

const readHead = async (database: Database): Promise<Head | undefined> => {
  const [row] = await database.rows(`SELECT json FROM ${catalog}.head`);
  return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Head);
};

type WriteHead = (head: Head, isFirst: boolean) => Promise<void>;

/** Every commit writes the head: to plan its statement takes longer than to run it. */
const openHead = async (database: Database): Promise<WriteHead> => {
  const insert = await database.prepare(`INSERT INTO ${catalog}.head VALUES ($1)`);
  const update = await database.prepare(`UPDATE ${catalog}.head SET json = $1`);
  return (head, isFirst) => (isFirst ? insert : update)([JSON.stringify(head)]);
};

/** The column that tells listeners apart: a key, or its text where keys hold other fields too. */
const listenerColumn = (physical: Pick<Physical, 'groups'>, { over }: Frame): string => {
  const field = over?.by.op === 'column' ? (over.by.name as TextField) : undefined;
  const group = field === undefined ? -1 : groupOf({ ...physical, identities: new Set() }, field);
  if (field === undefined || group === 'action' || group < 0) {
    throw new TonearmError('ANALYTIC_INVALID', 'sessions in a stream are those of a text field', {
      hint: 'make sessions by user_id or another text field of the event',
    });
  }
  const key = keyColumn(group);
  if ((physical.groups[group]?.length ?? 0) === 1) return key;
  return `(SELECT n.${duckdbDialect.quote(field)} FROM ${catalog}.${entriesTable(group)} AS n WHERE n."key" = ${key})`;
};

const noteStored = async (
  database: Database,
  segments: Segments,
  seen: SeenIds,
  since: number,
): Promise<void> => {
  const tables = [...segments.all().map(({ table }) => table), 'behind'];
  for (const table of tables) {
    const bound = Number.isFinite(since) ? `WHERE t >= ${BigInt(since)}` : '';
    const statement = {
      sql: `SELECT t, id_high, id_low FROM ${catalog}.${table} ${bound}`,
      values: [],
    };
    for await (const columns of database.columns(statement)) {
      const [time, idHigh, idLow] = columns as [BigInt64Array, BigUint64Array, BigUint64Array];
      seen.note({ rows: time.length, time, idHigh, idLow });
    }
  }
};

/** A failure to write, with what it means for a stream. */
const writing = async <T>(folder: string, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (cause) {
    if (!/space|disk|write|I\/O|IO Error/i.test(messageOf(cause))) throw cause;
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot write the state: ${messageOf(cause)}`, {
      facts: { state: folder },
      cause,
      hint: 'make room on the disk of the state and start again: it goes on from its last commit',
    });
  }
};

const numbered = async (database: Database, kind: SideRows): Promise<readonly NumberedRow[]> =>
  (await database.rows(`SELECT number, json FROM ${catalog}.${kind} ORDER BY number`)).map(
    ({ number, json }) => ({ number: Number(number), json: String(json) }),
  );

const lastNumber = async (database: Database, table: string): Promise<number> => {
  const [row] = await database.rows(`SELECT max(number) AS n FROM ${catalog}.${table}`);
  return Number(row?.['n'] ?? 0);
};

/**
 * Opens the state of a stream in a folder, or makes a new one: one DuckDB file, written by one
 * transaction per micro-batch.
 * @throws TonearmError STATE_IN_USE, STATE_DAMAGED, STATE_MISMATCH
 */
export const openStreamState = async (options: StateOptions): Promise<StreamState> => {
  const { folder, groups, frames, identity, mapping, keptRows, contextFor } = options;
  const physical = { groups };
  const file = await openStateFile(folder, physical, identity, options);
  const { database } = file;
  if (options.temporary === true) await database.run('PRAGMA disable_checkpoint_on_shutdown');
  const head = await readHead(database);
  const writeHead = await openHead(database);
  let isFirst = head === undefined;
  await createActions(database);
  const { segmentRows, spareEntries } = options.tidying ?? usualTidying;
  const segments = await openSegments(database, physical, segmentRows);
  const dictionary = await openDictionary(
    database,
    physical,
    mapping,
    spareEntries,
    contextFor === undefined ? 0 : mostTexts,
  );
  const longest = Math.max(3_600_000_000, ...frames.map(({ window }) => window.sizeUs));
  const seen = createSeenIds(longest);
  const horizonOf = (closedTo: number | null): number =>
    closedTo === null ? -Infinity : fixedHorizon(frames, closedTo);
  await noteStored(database, segments, seen, horizonOf(head?.closedTo ?? null));
  const lastNumbers = {
    finals: await lastNumber(database, 'finals'),
    late: await lastNumber(database, 'late'),
    rejected: await lastNumber(database, 'rejected'),
  };
  const trimmed = { late: 0, rejected: 0 };
  const admission: Admission = {
    database,
    segments,
    dictionary,
    seen,
    lastEnd: (time) => lastEndOf(frames, time),
    teller: () => teller,
  };
  const stored = () => ({ database, physical, segments: segments.all() });
  let closedTo = head?.closedTo ?? null;
  let tally: Tally | undefined;
  let teller: Teller | undefined;

  const addSideRows = async (kind: SideRows, rows: readonly string[]): Promise<void> => {
    if (rows.length === 0) return;
    const appender = await database.appender(kind, catalog);
    for (const json of rows) {
      lastNumbers[kind] += 1;
      appender.appendBigInt(BigInt(lastNumbers[kind]));
      appender.appendVarchar(json);
      appender.endRow();
    }
    closeAppender(appender);
    const surplus = lastNumbers[kind] - keptRows;
    if (surplus >= trimmed[kind] + keptSlack) {
      await forget(kind, surplus);
      trimmed[kind] = surplus;
    }
  };
  const forget = async (table: string, upTo: number): Promise<void> => {
    if (upTo > 0)
      await database.run(`DELETE FROM ${catalog}.${table} WHERE number <= ${BigInt(upTo)}`);
  };

  return {
    head,
    intake: () => dictionary.intake(),
    async openWindows() {
      const all: (readonly number[])[] = [];
      for (const frame of frames) all.push(await openWindowsOf(stored(), frame, closedTo));
      if (contextFor !== undefined) {
        tally = createTally(frames, contextFor, {
          windows: all,
          newest: Math.max(
            ...(head?.partitions.map((one) => one.newest ?? -Infinity) ?? []),
            -Infinity,
          ),
        });
        teller = createTeller(tally, physical);
      }
      return all;
    },
    async pendingFinals() {
      const rows = await database.rows(`SELECT * FROM ${catalog}.finals ORDER BY number`);
      return rows.map((row): NumberedPane => ({
        number: Number(row['number']),
        pane: {
          analytic: String(row['analytic']),
          start: Number(row['start']),
          end: Number(row['end']),
          revision: Number(row['revision']),
          final: true,
          json: String(row['json']),
        },
      }));
    },
    pendingSideRows: (kind) => numbered(database, kind),
    admit: (chunks) =>
      writing(folder, async () => {
        await database.run('BEGIN');
        return admit(admission, chunks);
      }),
    commit: ({ head: next, late, rejected, delivered }) =>
      writing(folder, async () => {
        await addSideRows('late', late);
        await addSideRows('rejected', rejected);
        await forget('finals', delivered.finals);
        await forget('late', delivered.late);
        await forget('rejected', delivered.rejected);
        await writeHead(next, isFirst);
        await database.run('COMMIT');
        isFirst = false;
        return { late: lastNumbers.late, rejected: lastNumbers.rejected };
      }),
    windowRows: (frame, starts, context) => windowRows(stored(), frame, starts, context),
    async provisionalRows(frame, starts, context) {
      const known = new Map(starts.map((start) => [start, tally?.rows(frame, start)]));
      const others = starts.filter((start) => known.get(start) === undefined);
      for (const rows of await windowRows(stored(), frame, others, context)) {
        known.set(rows.start, rows);
      }
      return starts.flatMap((start) => known.get(start) ?? []);
    },
    async close(next, finals) {
      const panes: NumberedPane[] = [];
      await writing(folder, async () => {
        await database.run('BEGIN');
        if (finals.length > 0) await appendFinals(finals, panes);
        await writeHead(next, isFirst);
        if (next.closedTo !== null && !next.finished) {
          const listenerOf = (frame: Frame): string => listenerColumn(physical, frame);
          await letGo({ database, physical, frames, segments, listenerOf }, next.closedTo);
        }
        await database.run('COMMIT');
      });
      isFirst = false;
      closedTo = next.closedTo;
      if (closedTo !== null) tally?.forget(closedTo);
      const horizon = horizonOf(closedTo);
      if (Number.isFinite(horizon)) seen.forget(horizon);
      await segments.roll();
      await dictionary.compact([...segments.all().map(({ table }) => table), 'behind']);
      return panes;
    },
    bytes: () => file.bytes(),
    async dispose() {
      try {
        segments.dispose();
        dictionary.dispose();
      } catch {
        // Of a transaction that failed, nothing is to be written any more.
      } finally {
        database.close();
      }
    },
  };

  async function appendFinals(finals: readonly PaneLine[], panes: NumberedPane[]): Promise<void> {
    const appender = await database.appender('finals', catalog);
    for (const pane of finals) {
      lastNumbers.finals += 1;
      panes.push({ number: lastNumbers.finals, pane });
      appender.appendBigInt(BigInt(lastNumbers.finals));
      appender.appendVarchar(pane.analytic);
      appender.appendBigInt(BigInt(pane.start));
      appender.appendBigInt(BigInt(pane.end));
      appender.appendInteger(pane.revision);
      appender.appendVarchar(pane.json);
      appender.endRow();
    }
    closeAppender(appender);
  }
};
