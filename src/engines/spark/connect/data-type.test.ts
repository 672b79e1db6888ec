import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { typeName } from './data-type.ts';
import { DataTypeSchema } from './proto/spark.gen.ts';

type Kind = MessageInitShape<typeof DataTypeSchema>['kind'];

const long = { kind: { case: 'long' as const, value: {} } };
const text = { kind: { case: 'string' as const, value: {} } };

test.each<[string, Kind]>([
  ['bigint', long.kind],
  ['timestamp_ntz', { case: 'timestampNtz', value: {} }],
  ['decimal(12,3)', { case: 'decimal', value: { precision: 12, scale: 3 } }],
  ['varchar(9)', { case: 'varChar', value: { length: 9 } }],
  ['array<bigint>', { case: 'array', value: { elementType: long } }],
  ['map<string,bigint>', { case: 'map', value: { keyType: text, valueType: long } }],
  [
    'struct<a:string,b:bigint>',
    {
      case: 'struct',
      value: {
        fields: [
          { name: 'a', dataType: text },
          { name: 'b', dataType: long },
        ],
      },
    },
  ],
  ['unknown', { case: undefined }],
])('a type is named as in SQL: %s', (name, kind) => {
  expect(typeName(create(DataTypeSchema, { kind: kind ?? { case: undefined } }))).toBe(name);
});
