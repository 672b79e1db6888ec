// What tests of the intake share.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Mapping } from '../event/mapping.ts';
import type { Chunks } from './byte-source.ts';
import { createIntake, type Intake, type IntakeOptions } from './intake.ts';
import { joinBatches } from './join-batches.ts';
import type { Layout } from './layout.ts';
import type { Outcome } from './plain-intake.ts';

export const usualLayout: Layout = {
  groups: [
    ['user_id'],
    ['song_id', 'song_title', 'artist_id', 'artist_name'],
    ['country', 'city'],
    ['device'],
  ],
};

/** Opens intakes and closes them all in the end. */
export const createOpener = () => {
  const intakes: Intake[] = [];
  return {
    open(layout: Layout, options: IntakeOptions): Intake {
      const intake = createIntake(layout, options);
      intakes.push(intake);
      return intake;
    },
    closeAll: async (): Promise<void> => {
      await Promise.all(intakes.map((intake) => intake.close()));
    },
  };
};

export async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** All that an intake makes of a source. */
export const collect = async (
  intake: Intake,
  source: readonly Uint8Array[] | Chunks,
  mapping?: Mapping,
): Promise<Outcome> => {
  const pieces = [];
  const chunks = Array.isArray(source) ? streamOf(source) : (source as Chunks);
  for await (const piece of intake.ndjson(chunks, { source: 'test', mapping })) pieces.push(piece);
  return {
    batch: joinBatches([intake.events([]), ...pieces.map((piece) => piece.batch)]),
    lines: pieces.reduce((sum, piece) => sum + piece.lines, 0),
    bytes: pieces.reduce((sum, piece) => sum + piece.bytes, 0),
    rejected: pieces.flatMap((piece) => piece.rejected),
  };
};

/** As `toEqual`, which is slow on long columns. */
export const expectSame = (actual: Outcome, expected: Outcome): void => {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
};

/** A line with a line feed. */
export const lineOf = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({
    event_id: '0190c0de-0000-7000-8000-0000000000ff',
    event_time: '2026-11-22T10:15:30.123Z',
    action: 'skip',
    user_id: 'u1',
    song_id: 's1',
    ...fields,
  })}\n`;
