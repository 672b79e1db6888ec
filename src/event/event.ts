import { eventFields } from './fields.gen.ts';
import type { FieldName } from './schema.ts';

export { type Action, actions } from './actions.ts';
export type { Event, FieldName, WireEvent } from './schema.ts';

/** The names of the fields, in the order in which a decoder judges them. */
export const fieldNames = Object.keys(eventFields) as readonly FieldName[];

/** The rules of the fields as plain JSON Schema: TypeBox itself need not be loaded to decode. */
export { eventFields };
