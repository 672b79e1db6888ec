import Type, { type Static } from 'typebox';
import { epochUnits } from './epoch.ts';
import { fieldNames, type FieldName } from './event.ts';

/** The ways in which a source may write `event_time`. */
export const timeUnits = ['rfc3339', ...epochUnits] as const;
export type TimeUnit = (typeof timeUnits)[number];

const fieldMappingSchema = Type.Object(
  {
    path: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'where the source has the field: a name, or a dotted path into nested objects; default the name of the field',
      }),
    ),
    values: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Unsafe<string | number | null>({ type: ['string', 'number', 'null'] }),
        {
          description:
            'value of the source to value of the event; a value not listed passes unchanged',
        },
      ),
    ),
    fold: Type.Optional(
      Type.Enum(['lower', 'upper'], {
        description: 'the case that text is brought to, before it is looked up in the values',
      }),
    ),
    unit: Type.Optional(
      Type.Enum([...timeUnits], {
        description:
          'of event_time: RFC 3339 (the default) or seconds, milliseconds, microseconds since 1970',
      }),
    ),
    constant: Type.Optional(
      Type.Unsafe<string | number>({
        type: ['string', 'number'],
        description: 'the same value for every event; stands alone',
      }),
    ),
  },
  { additionalProperties: false },
);

/** How one field of the event is found in the source. */
export type FieldMapping = Readonly<Static<typeof fieldMappingSchema>>;

/** Per field how it is found; a field that is not mentioned is read under its own name. */
export type Mapping = Readonly<Partial<Record<FieldName, FieldMapping>>>;

/** The schema of the file that `--map` names. */
export const mappingSchema = Type.Object(
  Object.fromEntries(fieldNames.map((name) => [name, Type.Optional(fieldMappingSchema)])),
  {
    additionalProperties: false,
    title: 'Tonearm mapping',
    description: 'Where a source of other names and values has the fields of the event.',
  },
);
