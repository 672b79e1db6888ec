import { mappingSchema } from './mapping-schema.ts';
import { fieldNames } from './event.ts';
import { eventSchema } from './schema.ts';

const base = 'https://tonearm.dev/schemas';
const dialect = 'https://json-schema.org/draft/2020-12/schema';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The keywords of a schema as plain JSON, without what TypeBox notes beside them. */
const plain = (schema: object): JsonSchema => JSON.parse(JSON.stringify(schema)) as JsonSchema;

/** Null equals absent, so that an optional field may be null. */
const nullable = (schema: JsonSchema): JsonSchema =>
  Array.isArray(schema['enum'])
    ? { ...schema, enum: [...(schema['enum'] as readonly unknown[]), null] }
    : { ...schema, type: [schema['type'], 'null'] };

/** The published JSON Schema of the event (draft 2020-12). */
export const eventJsonSchema = (): JsonSchema => {
  const required: readonly string[] = eventSchema.required;
  const properties = fieldNames.map((name) => {
    const schema = plain(eventSchema.properties[name]);
    return [name, required.includes(name) ? schema : nullable(schema)] as const;
  });
  return {
    $schema: dialect,
    $id: `${base}/event.schema.json`,
    ...plain(eventSchema),
    properties: Object.fromEntries(properties),
  };
};

/** The published JSON Schema of a `--map` file. */
export const mappingJsonSchema = (): JsonSchema => ({
  $schema: dialect,
  $id: `${base}/mapping.schema.json`,
  ...plain(mappingSchema),
});
