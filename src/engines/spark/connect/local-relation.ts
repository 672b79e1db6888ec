import { create } from '@bufbuild/protobuf';
import {
  binary,
  columnFromArray,
  float64,
  int32,
  int64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import { RelationSchema, type Relation } from './proto/spark.gen.ts';

/** A column of rows that this program has; null where there is none. */
export type LocalColumn =
  | { readonly name: string; readonly type: 'string'; readonly values: readonly (string | null)[] }
  | {
      readonly name: string;
      readonly type: 'bigint';
      readonly values: readonly (number | bigint | null)[];
    }
  | {
      readonly name: string;
      readonly type: 'int' | 'double';
      readonly values: readonly (number | null)[];
    }
  | {
      readonly name: string;
      readonly type: 'binary';
      readonly values: readonly (Uint8Array | null)[];
    };

// Text as plain UTF-8: Spark takes the indices of a dictionary for its values.
const arrowType = { string: utf8, bigint: int64, int: int32, double: float64, binary };

/** Rows that go to the server with the plan; a server takes messages of up to 128 MiB. */
export const localRelation = (columns: readonly LocalColumn[]): Relation => {
  const table = tableFromColumns(
    columns.map(({ name, type, values }) => [
      name,
      columnFromArray<unknown>([...values], arrowType[type]()),
    ]),
  );
  const data = tableToIPC(table, { format: 'stream' });
  return create(RelationSchema, {
    relType: { case: 'localRelation', value: { data: data ?? new Uint8Array() } },
  });
};
