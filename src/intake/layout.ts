import type { FieldName } from '../event/event.ts';

/** Text fields that may become keys: all but those that have a column of their own. */
export type TextField = Exclude<
  FieldName,
  'event_id' | 'event_time' | 'action' | 'song_duration_ms' | 'played_ms'
>;

/**
 * Which text fields become keys. The fields of one group form one key, whose dictionary holds
 * tuples: `[['user_id'], ['song_id', 'song_title'], ['country', 'city']]`. Fields in no group are
 * validated and left out.
 */
export interface Layout {
  readonly groups: readonly (readonly TextField[])[];
}
