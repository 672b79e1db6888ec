import { eventSchema } from '../src/event/schema.ts';

/** The schema's rules as plain data, so that decoding need not load TypeBox. */
export const eventFieldsModule = (): string => {
  const required: readonly string[] = eventSchema.required;
  const fields = Object.entries(eventSchema.properties).map(
    ([name, rules]) => [name, { required: required.includes(name), ...rules }] as const,
  );
  return `// Written by \`npm run gen\` from the TypeBox schema beside it.
import type { FieldName } from './schema.ts';

/** The rules of one field, in the words of JSON Schema, and whether it is required. */
export interface FieldSchema {
  readonly required: boolean;
  readonly type?: string;
  readonly [keyword: string]: unknown;
}

export const eventFields: Readonly<Record<FieldName, FieldSchema>> = ${JSON.stringify(Object.fromEntries(fields), null, 2)};
`;
};
