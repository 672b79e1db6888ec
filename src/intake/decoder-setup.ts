import { TonearmError } from '../error.ts';
import { fieldRules } from '../event/rule.ts';
import { actions, fieldNames, type FieldName } from '../event/event.ts';
import { fieldKindOf, type FieldKind } from './field-kinds.ts';
import type { Layout, TextField } from './layout.ts';

/**
 * All that the decoder has to know of the event and the layout, as plain data: a worker is
 * started with it and need not load the schema. Fields are told by their number.
 */
export interface DecoderSetup {
  readonly fields: readonly (FieldKind & { readonly name: string; readonly required: boolean })[];
  readonly actions: readonly string[];
  readonly idField: number;
  readonly playedField: number;
  readonly durationField: number;
  /** Fields of each group. */
  readonly groups: readonly (readonly { readonly name: TextField; readonly number: number }[])[];
}

const numberOf = (name: FieldName): number => fieldNames.indexOf(name);

/** What `assembly` has room for. */
const most = { fields: 24, nameBytes: 16, actions: 16, actionBytes: 8, groups: 16 } as const;

const check = (setup: DecoderSetup): DecoderSetup => {
  const fits =
    setup.fields.length <= most.fields &&
    setup.fields.every(({ name }) => Buffer.byteLength(name) <= most.nameBytes) &&
    setup.actions.length <= most.actions &&
    setup.actions.every((action) => Buffer.byteLength(action) <= most.actionBytes) &&
    setup.groups.length <= most.groups;
  if (fits) return setup;
  throw new TonearmError('INTERNAL', 'the decoder has no room for this event or layout', {
    facts: { ...most },
    hint: 'raise its limits in src/intake/assembly',
  });
};

/** The setup for one layout. */
export const decoderSetup = (layout: Layout): DecoderSetup =>
  check({
    fields: fieldRules.map((rule) => {
      const { name, required } = rule;
      return { name, required, ...fieldKindOf(rule) };
    }),
    actions,
    idField: numberOf('event_id'),
    playedField: numberOf('played_ms'),
    durationField: numberOf('song_duration_ms'),
    groups: layout.groups.map((group) => group.map((name) => ({ name, number: numberOf(name) }))),
  });
