import { eventFields, type FieldName } from '../event/event.ts';
import type { eventSchema } from '../event/schema.ts';
import { type Expr, column } from '../model/expression.ts';

type Properties = (typeof eventSchema)['properties'];
type FieldType<F extends FieldName> = F extends 'event_time'
  ? 'instant'
  : Properties[F] extends { type: 'integer' }
    ? 'integer'
    : 'text';

/** The fields of the event as typed expressions, derived from the schema. */
export type EventFields = { readonly [F in FieldName]: Expr<FieldType<F>, 'event'> };

const typeOf = (name: string, property: object): 'instant' | 'integer' | 'text' =>
  name === 'event_time'
    ? 'instant'
    : 'type' in property && property.type === 'integer'
      ? 'integer'
      : 'text';

export const event: EventFields = Object.freeze(
  Object.fromEntries(
    Object.entries(eventFields).map(([name, property]) => [
      name,
      column(typeOf(name, property), 'event', name),
    ]),
  ) as unknown as EventFields,
);
