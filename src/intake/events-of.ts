import { actions, type Event } from '../event/event.ts';
import type { ColumnBatch, Entry } from './batch.ts';
import type { Layout, TextField } from './layout.ts';

const digits = (half: bigint): string => half.toString(16).padStart(16, '0');

/** The `event_id` that an identity stands for: the inverse of `eventIdOf`. */
const eventIdText = (high: bigint, low: bigint, text: string | null): string => {
  if (text !== null && text !== '') return text;
  const hex = digits(high) + digits(low);
  if (text === '') return hex;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
};

const known = (length: number): number | null => (length < 0 ? null : length);

/** A layout in which no field of the event is lost. */
export const wholeLayout: Layout = {
  groups: (
    [
      'user_id',
      'song_id',
      'session_id',
      'song_title',
      'artist_id',
      'artist_name',
      'album_name',
      'genre',
      'device',
      'country',
      'city',
    ] as const satisfies readonly TextField[]
  ).map((field) => [field]),
};

/**
 * Turns batches of the whole layout back into events, in their order. Batches are given in the
 * order in which they were made: later ones refer to entries of earlier ones.
 */
export const createEventReader = (): ((batch: ColumnBatch) => readonly Event[]) => {
  const entries: Entry[][] = wholeLayout.groups.map(() => []);
  const fields = wholeLayout.groups.flat();
  return (batch) => {
    for (const [group, fresh] of batch.entries.entries()) {
      for (const entry of fresh) entries[group]?.push(entry);
    }
    return Array.from({ length: batch.rows }, (_, row): Event => {
      const texts = fields.map((field, group) => [
        field,
        entries[group]?.[batch.keys[group]?.[row] ?? -1]?.[0] ?? null,
      ]);
      return {
        ...(Object.fromEntries(texts) as Record<TextField, string>),
        event_id: eventIdText(
          batch.idHigh[row] ?? 0n,
          batch.idLow[row] ?? 0n,
          batch.idText === null ? null : (batch.idText[row] ?? null),
        ),
        event_time: Number(batch.time[row]),
        action: actions[batch.action[row] ?? 0] ?? 'play',
        played_ms: known(batch.playedMs[row] ?? -1),
        song_duration_ms: known(batch.durationMs[row] ?? -1),
      };
    });
  };
};
