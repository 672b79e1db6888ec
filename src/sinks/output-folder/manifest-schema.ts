import Type, { type Static } from 'typebox';
import { manifestTypes } from './manifest-types.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const text = (description: string) => Type.String({ description });
const instant = (description: string) => Type.String({ format: 'date-time', description });

const file = Type.Object({
  path: text('relative to the folder of the manifest'),
  format: text('csv, parquet, json, ndjson, html or txt'),
  bytes: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'size of the file; null for what a cluster keeps, a folder of part files',
  }),
});

const column = Type.Object({
  name: Type.String(),
  type: Type.Enum(Object.values(manifestTypes)),
  unit: text('count, milliseconds, ratio, time, days, rank or name'),
  title: Type.String(),
  description: Type.String(),
});

const table = Type.Object({
  name: text('name of the table and, with the extension, of its files'),
  title: Type.String(),
  question: text('the question that the table answers'),
  scope: Type.Enum(['table', 'window'], {
    description: 'over all events, or one result for each window',
  }),
  rows: count('rows of the table'),
  files: Type.Array(file),
  columns: Type.Array(column),
});

/** What `manifest.json` holds; the one source of its type and its published JSON Schema. */
export const manifestSchema = Type.Object(
  {
    generator: Type.Literal('tonearm', { description: 'marks the folder as one of ours' }),
    version: text('version of Tonearm'),
    run_id: Type.String(),
    engine: Type.String(),
    started_at: instant('RFC 3339, UTC'),
    finished_at: instant('RFC 3339, UTC'),
    seconds: Type.Number({ minimum: 0, description: 'from start to finish' }),
    options: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
      { description: 'the options as they were given' },
    ),
    inputs: Type.Array(
      Type.Object({
        name: Type.String(),
        bytes: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
          description: 'null where unknown, as for stdin',
        }),
        rows: count('events read'),
      }),
    ),
    counts: Type.Object(
      {
        read: count('accepted + duplicates + rejected'),
        accepted: count('valid events, each id once'),
        duplicates: count('valid events whose id came before'),
        rejected: Type.Record(Type.String(), count('rejected events'), {
          description: 'by reason, the commonest first',
        }),
        outside: count('accepted events outside --since and --until; they enter no table'),
      },
      { description: 'events by fate' },
    ),
    span: Type.Object(
      { first_event_at: instant('RFC 3339, UTC'), last_event_at: instant('RFC 3339, UTC') },
      { description: 'first and last event of the tables' },
    ),
    time_zone: text('IANA name of the zone of hours, weekdays and days'),
    stream_rule: text('what counts as a stream'),
    session_gap_ms: Type.Number({ description: 'a longer pause between events ends a session' }),
    knows_endings: Type.Boolean({
      description: 'whether any event told how a playback ended; if not, rates of it mean nothing',
    }),
    files: Type.Array(file, { description: 'files beside those of the tables and the manifest' }),
    tables: Type.Array(table),
  },
  { title: 'Tonearm manifest, version 1', description: 'What a batch run read and wrote.' },
);

export type Manifest = Static<typeof manifestSchema>;

/** The published JSON Schema of `manifest.json` (draft 2020-12). */
export const manifestJsonSchema = (): Readonly<Record<string, unknown>> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://tonearm.dev/schemas/manifest.schema.json',
  ...(JSON.parse(JSON.stringify(manifestSchema)) as Record<string, unknown>),
});
