import { setImmediate as afterImmediates } from 'node:timers/promises';
import { TonearmError } from '../../error.ts';
import type { Archive } from '../../sinks/archive/archive.ts';
import type { RecordSource, StartAt } from '../../sources/record-source.ts';
import type { Clock } from '../../stream/clock.ts';
import type { StreamMode } from '../../stream/stream-options.ts';
import { type AcceptRules, createAcceptor } from './accept.ts';
import { createOpenRolls, type RollLimits, usualLimits } from './open-rolls.ts';
import { rest } from './rest.ts';

/** What an archive that is filled works with. */
export interface ArchiveRun extends AcceptRules {
  readonly archive: Archive;
  readonly source: RecordSource;
  readonly mode: StreamMode;
  /** Where a new archive begins. */
  readonly start: StartAt;
  readonly clock: Clock;
  /** The stream has records to read: it comes first. */
  readonly isStreamBehind: () => boolean;
  readonly onNotice: (text: string) => void;
  /** Aborted: takes one more look, writes what is open, and ends. */
  readonly signal: AbortSignal;
  readonly limits?: RollLimits;
}

const maxBytes = 2 << 20;
const waitMs = 1_000;
/** With everything read: so much comes to be worked on together. */
const quietMs = 1_000;
/** While the stream is behind: at most 20 MB in a second, so that it has most of the time. */
const behindMs = 100;
/** So much is read after a stop, that the archive has what the stream has where it was close. */
const lastBytes = 64 << 20;

const inWords = (cause: unknown): unknown =>
  cause instanceof TonearmError && cause.code.startsWith('LOG_')
    ? new TonearmError(cause.code, `the archive cannot go on: ${cause.message}`, {
        facts: cause.facts,
        cause,
        hint: 'what is archived stays readable; archive what is there now in another folder: --archive FOLDER',
      })
    : cause;

const boundsOf = async ({ archive, source, mode, start }: ArchiveRun) => {
  if (archive.next.size === 0) await archive.begin(await source.startingAt(start));
  const from = new Map(archive.next);
  if (mode === 'follow') return { from, until: undefined };
  const bounds = await source.bounds();
  for (const { partition, first } of bounds) {
    if (!from.has(partition)) from.set(partition, first);
  }
  return { from, until: new Map(bounds.map(({ partition, end }) => [partition, end])) };
};

const fill = async (run: ArchiveRun): Promise<void> => {
  const { archive, source, clock, mode, onNotice, signal, limits = usualLimits } = run;
  const accept = createAcceptor(run);
  const rolls = createOpenRolls(limits, clock.elapsedMs);
  const { from, until } = await boundsOf(run);
  const reader = source.read({ from, until, onNotice });
  const positions = new Map(from);
  let leftBytes = lastBytes;

  const isAtEnd = (): boolean =>
    until !== undefined &&
    [...until].every(([partition, end]) => (positions.get(partition) ?? 0) >= end);

  /** Reads a little; tells how many bytes, and whether that was all there is. */
  const step = async (): Promise<{ readonly bytes: number; readonly isQuiet: boolean }> => {
    const { chunks, ends } = await reader.next({ maxBytes, waitMs: signal.aborted ? 0 : waitMs });
    let bytes = 0;
    for (const chunk of chunks) {
      bytes += chunk.bytes.length;
      rolls.add(chunk.partition, chunk.next, chunk.bytes.length, accept(chunk));
      positions.set(chunk.partition, chunk.next);
    }
    for (const roll of rolls.takeDue()) await archive.write(roll);
    const isQuiet = [...ends].every(([partition, end]) => (positions.get(partition) ?? 0) >= end);
    return { bytes, isQuiet };
  };

  const onAbort = (): void => reader.wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!isAtEnd()) {
      const isLast = signal.aborted;
      const { bytes, isQuiet } = await step();
      leftBytes -= isLast ? Math.max(1, bytes) : 0;
      if (isLast && (bytes === 0 || leftBytes <= 0)) break;
      if (isLast) continue;
      if (isQuiet && mode === 'follow') await rest(quietMs, signal);
      else if (run.isStreamBehind()) await rest(behindMs, signal);
      else await afterImmediates();
    }
    for (const roll of rolls.takeAll()) await archive.write(roll);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await reader.close();
  }
};

/**
 * Reads the log by offsets of its own and archives the accepted events: to the ends that a bounded
 * stream reads to, or until it is stopped. It may lag behind the stream.
 * @throws TonearmError what source and archive throw; a later run goes on where this one stopped
 */
export const runArchive = (run: ArchiveRun): Promise<void> =>
  fill(run).catch((error: unknown) => {
    throw inWords(error);
  });
