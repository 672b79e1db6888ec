import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Relation } from './relation.ts';
import {
  WriteOperation_SaveMode as SaveMode,
  WriteOperation_SaveTable_TableSaveMethod as SaveMethod,
  type CommandSchema,
} from './proto/spark.gen.ts';
import type { WriteOptions } from './session.ts';
import type { StreamOptions } from './streaming.ts';

/** What Spark is to do that is not a query. */
export type Command = NonNullable<MessageInitShape<typeof CommandSchema>['commandType']>;

const saveModes: Readonly<Record<WriteOptions['mode'], SaveMode>> = {
  append: SaveMode.APPEND,
  overwrite: SaveMode.OVERWRITE,
  'error-if-exists': SaveMode.ERROR_IF_EXISTS,
  ignore: SaveMode.IGNORE,
};

export const writeCommand = (
  input: Relation,
  { format, mode, to, options, partitionBy = [] }: WriteOptions,
): Command => ({
  case: 'writeOperation',
  value: {
    input,
    mode: saveModes[mode],
    options: { ...options },
    partitioningColumns: [...partitionBy],
    ...(format === undefined ? {} : { source: format }),
    ...(to === undefined ? {} : { saveType: destination(to) }),
  },
});

const destination = (to: NonNullable<WriteOptions['to']>) =>
  'path' in to
    ? { case: 'path' as const, value: to.path }
    : {
        case: 'table' as const,
        value: { tableName: to.table, saveMethod: SaveMethod.SAVE_AS_TABLE },
      };

export const startCommand = (
  input: Relation,
  { format, options, trigger, outputMode, queryName, partitionBy = [], to }: StreamOptions,
): Command => ({
  case: 'writeStreamOperationStart',
  value: {
    input,
    format,
    options: { ...options },
    outputMode,
    queryName: queryName ?? '',
    partitioningColumnNames: [...partitionBy],
    trigger:
      trigger.kind === 'available-now'
        ? { case: 'availableNow', value: true }
        : { case: 'processingTimeInterval', value: trigger.interval },
    ...(to === undefined
      ? {}
      : {
          sinkDestination:
            'path' in to
              ? { case: 'path', value: to.path }
              : { case: 'tableName', value: to.table },
        }),
  },
});
