import type { TextField } from '../../../intake/layout.ts';
import { type Action, actions, type Event } from '../../../event/event.ts';
import { localRelation } from '../connect/local-relation.ts';
import type { Relation } from '../connect/relation.ts';
import { literal, quote } from '../text.ts';

/**
 * Events on the cluster before duplicates are taken out: `id`, `t` (microseconds), `action` (index
 * into `actions`), `played` and `duration` (milliseconds, -1 is unknown), a text per field.
 */
export const eventColumns = (fields: readonly TextField[]): readonly string[] => [
  'id',
  't',
  'action',
  'played',
  'duration',
  ...fields.map(quote),
];

/** The number of an action in SQL. */
export const actionCode = (of: string): string =>
  `CASE ${of} ${actions.map((action, code) => `WHEN ${literal(action)} THEN ${BigInt(code)}`).join(' ')} END`;

/** Events of this process as a plan of their own. */
export const localEvents = (events: readonly Event[], fields: readonly TextField[]): Relation => {
  const codes = new Map<Action, number>(actions.map((action, code) => [action, code]));
  const numbers = (name: string, of: (event: Event) => number) =>
    ({ name, type: 'int', values: events.map(of) }) as const;
  return localRelation([
    { name: 'id', type: 'string', values: events.map((event) => event.event_id) },
    { name: 't', type: 'bigint', values: events.map((event) => event.event_time) },
    numbers('action', (event) => codes.get(event.action) ?? -1),
    numbers('played', (event) => event.played_ms ?? -1),
    numbers('duration', (event) => event.song_duration_ms ?? -1),
    ...fields.map(
      (name) => ({ name, type: 'string', values: events.map((event) => event[name]) }) as const,
    ),
  ]);
};
