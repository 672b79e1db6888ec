import { create } from '@bufbuild/protobuf';
import { expressionOf, literalOf, type NamedExpression } from './expression.ts';
import { RelationSchema, type Relation } from './proto/spark.gen.ts';
import type { SparkStatement } from './statement.ts';

/** A node of a query plan, made by the functions below; nothing runs until a session is given it. */
export type { Relation };

type Options = Readonly<Record<string, string>>;

/** A query with its values. */
export const sqlRelation = ({ sql, values = [] }: SparkStatement): Relation =>
  create(RelationSchema, {
    relType: {
      case: 'sql',
      value: {
        query: sql,
        namedArguments: Object.fromEntries(
          values.map((value, index) => [`v${index + 1}`, literalOf(value)]),
        ),
      },
    },
  });

/** The plan of either. */
export const relationOf = (source: SparkStatement | Relation): Relation =>
  '$typeName' in source ? source : sqlRelation(source);

export interface ReadFiles {
  /** `json`, `csv`, `parquet`, `text`, …; `kafka` has no paths. */
  readonly format: string;
  /** As in DDL: `a STRING, b BIGINT`. A stream of files needs one. */
  readonly schema?: string;
  readonly options?: Options;
  /** Read by the cluster, not by this machine. */
  readonly paths?: readonly string[];
  readonly streaming?: boolean;
}

/** Files, or whatever else a data source of that name reads. */
export const readFiles = (read: ReadFiles): Relation =>
  create(RelationSchema, {
    relType: {
      case: 'read',
      value: {
        isStreaming: read.streaming ?? false,
        readType: {
          case: 'dataSource',
          value: {
            format: read.format,
            options: { ...read.options },
            paths: [...(read.paths ?? [])],
            ...(read.schema === undefined ? {} : { schema: read.schema }),
          },
        },
      },
    },
  });

/** A table or view by its name as in SQL: `catalog.schema.table`, with backticks where needed. */
export const readTable = (
  name: string,
  { options = {}, streaming = false }: { options?: Options; streaming?: boolean } = {},
): Relation =>
  create(RelationSchema, {
    relType: {
      case: 'read',
      value: {
        isStreaming: streaming,
        readType: {
          case: 'namedTable',
          value: { unparsedIdentifier: name, options: { ...options } },
        },
      },
    },
  });

/** Lets state go when event time has passed by `delay`, an interval such as `10 minutes`. */
export const withWatermark = (input: Relation, eventTime: string, delay: string): Relation =>
  create(RelationSchema, {
    relType: { case: 'withWatermark', value: { input, eventTime, delayThreshold: delay } },
  });

/** One row for each combination of these columns; in a stream, of those within the watermark. */
export const deduplicate = (
  input: Relation,
  columns: readonly string[],
  { withinWatermark = false }: { readonly withinWatermark?: boolean } = {},
): Relation =>
  create(RelationSchema, {
    relType: { case: 'deduplicate', value: { input, columnNames: [...columns], withinWatermark } },
  });

/** These columns of the input: SQL expressions over it, also as they are, such as `*`. */
export const project = (
  input: Relation,
  columns: readonly (NamedExpression | string)[],
): Relation =>
  create(RelationSchema, {
    relType: { case: 'project', value: { input, expressions: columns.map(expressionOf) } },
  });

/**
 * The input unchanged; aggregates over it are told under `name` when it has been read: by
 * `Session.write`, or in the progress of a stream.
 */
export const collectMetrics = (
  input: Relation,
  name: string,
  metrics: readonly NamedExpression[],
): Relation =>
  create(RelationSchema, {
    relType: { case: 'collectMetrics', value: { input, name, metrics: metrics.map(expressionOf) } },
  });

/** Forgets a temporary view when it is run: no row, or one that says whether there was one. */
export const dropTempView = (viewName: string): Relation =>
  create(RelationSchema, {
    relType: {
      case: 'catalog',
      value: { catType: { case: 'dropTempView', value: { viewName } } },
    },
  });
