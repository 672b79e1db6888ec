import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../engines/reference/stream/read-log.ts';
import { TonearmError } from '../../error.ts';
import { createEventReader } from '../../intake/events-of.ts';
import type { Archive } from '../../sinks/archive/archive.ts';
import type { Roll } from '../../sinks/archive/roll.ts';
import { arbitraryLog } from '../../../test/stream/log-arbitrary.ts';
import { recordsOf, type StreamLog } from '../../../test/stream/log.ts';
import { createMemoryLog } from '../../../test/stream/memory-source.ts';
import { usualLimits } from './open-rolls.ts';
import { type ArchiveRun, runArchive } from './run-archive.ts';

interface ArchivedEvent {
  readonly partition: number;
  readonly offset: number;
  readonly event: unknown;
}

const eventsOf = ({ partition, parts, texts }: Roll): readonly ArchivedEvent[] => {
  const entries = texts.map((group) => group.map((text) => [text]));
  const read = createEventReader();
  return parts.flatMap(({ batch, offsets }, part) =>
    read({ ...batch, entries: part === 0 ? entries : entries.map(() => []) }).map((event, row) => ({
      partition,
      offset: offsets[row] ?? -1,
      event,
    })),
  );
};

/** An archive in memory, that fails instead of its write number `failAt`. */
const memoryArchive = (failAt = Infinity) => {
  const next = new Map<number, number>();
  const written: Roll[] = [];
  const archive: Archive = {
    next,
    begin: async (from) => from.forEach((offset, partition) => next.set(partition, offset)),
    write: async (roll) => {
      if (written.length >= failAt) throw new TonearmError('OUTPUT_UNWRITABLE', 'full');
      written.push(roll);
      next.set(roll.partition, roll.next);
    },
    close: async () => {},
  };
  return { archive, next, written };
};

const usual = (more: Pick<ArchiveRun, 'archive' | 'source'> & Partial<ArchiveRun>): ArchiveRun => ({
  mode: 'bounded',
  start: 'earliest',
  mapping: undefined,
  maxFutureUs: undefined,
  clock: { nowUs: () => 0, elapsedMs: () => 0 },
  isStreamBehind: () => false,
  onNotice: () => {},
  signal: new AbortController().signal,
  ...more,
});

const line = (id: string, time: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({ event_id: id, event_time: time, action: 'play', user_id: 'u', song_id: 's' }),
  );

const logOf = (...values: readonly Uint8Array[]): StreamLog => [
  {
    partition: 0,
    first: 5,
    end: 5 + values.length,
    records: values.map((value, index) => ({ partition: 0, offset: 5 + index, value })),
  },
];

const idsOf = (rolls: readonly Roll[]): readonly unknown[] =>
  rolls.flatMap(eventsOf).map(({ event }) => (event as { event_id: string }).event_id);

describe('the archive of a log', () => {
  property.prop(
    [arbitraryLog(600_000_000), fc.array(fc.nat(8), { maxLength: 3 }), fc.nat(), fc.nat(3000)],
    {
      numRuns: 60,
    },
  )(
    'has each accepted event at its offset, however it was read, rolled and started again',
    async (log, stops, seed, bytes) => {
      const { archive, next, written } = memoryArchive();
      const memory = createMemoryLog(log, { growing: stops.length > 0 });
      const limits = { ...usualLimits, bytes };
      const run = async (signal: AbortSignal, mode: ArchiveRun['mode'], looks: number) => {
        const stop = new AbortController();
        let left = looks;
        const isStreamBehind = (): boolean => {
          if (left === 0) stop.abort();
          left -= 1;
          return false;
        };
        const source = memory.open(seed + looks);
        await runArchive(
          usual({
            archive,
            source,
            mode,
            limits,
            isStreamBehind,
            signal: AbortSignal.any([signal, stop.signal]),
          }),
        );
      };
      const { signal } = new AbortController();
      for (const looks of stops) await run(signal, 'until-end', looks);
      memory.showAll();
      await run(signal, 'bounded', -1);
      const { arrivals } = readLog(recordsOf(log), { watermarkDelayUs: 0 });
      const found = written
        .flatMap(eventsOf)
        .toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
      expect(found).toEqual(
        arrivals.map(({ partition, offset, event }) => ({ partition, offset, event })),
      );
      for (const { partition, end, first } of log) {
        if (first < end) expect(next.get(partition)).toBe(end);
      }
    },
  );

  it('leaves out what is too far ahead of the clock, as the stream does', async () => {
    const log = logOf(
      line('in time', '2026-11-22T10:05:00Z'),
      line('ahead', '2026-11-22T10:05:00.000001Z'),
      line('behind', '2026-11-22T09:00:00Z'),
    );
    const { archive, written } = memoryArchive();
    const clock = { nowUs: () => Date.UTC(2026, 10, 22, 10) * 1000, elapsedMs: () => 0 };
    const source = createMemoryLog(log).open(1);
    await runArchive(usual({ archive, source, clock, maxFutureUs: 300_000_000 }));
    expect(idsOf(written)).toEqual(['in time', 'behind']);
    expect(written.flatMap(eventsOf).map(({ offset }) => offset)).toEqual([5, 7]);
  });

  it('maps fields of other names', async () => {
    const value = Buffer.from(
      line('renamed', '2026-11-22T10:00:00Z').toString().replace('user_id', 'who'),
    );
    const { archive, written } = memoryArchive();
    const source = createMemoryLog(logOf(value)).open(1);
    await runArchive(usual({ archive, source, mapping: { user_id: { path: 'who' } } }));
    expect(idsOf(written)).toEqual(['renamed']);
  });

  it('keeps where it began, so that --start latest means the same after a restart', async () => {
    const memory = createMemoryLog(logOf(line('before', '2026-11-22T10:00:00Z')));
    const { archive, next, written } = memoryArchive();
    const aborted = AbortSignal.abort();
    const source = memory.open(1);
    await runArchive(usual({ archive, source, start: 'latest', mode: 'follow', signal: aborted }));
    expect(next).toEqual(new Map([[0, 6]]));
    expect(written).toEqual([]);
  });

  it('does not read beyond the ends of a bounded stream, and nothing twice', async () => {
    const { archive, written } = memoryArchive();
    const memory = createMemoryLog(
      logOf(line('a', '2026-11-22T10:00:00Z'), line('b', '2026-11-22T10:00:00Z')),
    );
    const source = { ...memory.open(1), bounds: async () => [{ partition: 0, first: 5, end: 6 }] };
    await runArchive(usual({ archive, source }));
    await runArchive(usual({ archive, source }));
    expect(idsOf(written)).toEqual(['a']);
  });

  it('stops with the error of a write, and with words of its own where records are gone', async () => {
    const log = logOf(line('a', '2026-11-22T10:00:00Z'));
    const full = memoryArchive(0);
    await expect(
      runArchive(usual({ archive: full.archive, source: createMemoryLog(log).open(1) })),
    ).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    const { archive, next } = memoryArchive();
    next.set(0, 3);
    const source = createMemoryLog(log).open(1);
    await expect(runArchive(usual({ archive, source }))).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      message: expect.stringContaining('the archive cannot go on') as string,
      hint: expect.stringContaining('--archive FOLDER') as string,
    });
  });
});
