import {
  collectMetrics,
  deduplicate,
  project,
  readFiles,
  type Relation,
  sqlRelation,
  withWatermark,
} from '../connect/relation.ts';
import { fieldNames } from '../../../event/event.ts';
import type { ExprNode } from '../../../model/expression.ts';
import { columnsIn } from '../../../model/walk.ts';
import { fieldRules } from '../../../event/rule.ts';
import type { Frame } from '../../../plan/frame.ts';
import { judgedLines } from '../read/certain-line.ts';
import { literal, quote } from '../text.ts';
import { eventTime, type PlanBuilder } from './streaming-plan.ts';

/** Where a streaming query reads. */
export interface StreamSource {
  /** `host:port,…` as the cluster reaches the brokers. */
  readonly brokers: string;
  readonly topic: string;
  /** For a checkpoint that is new: `earliest`, `latest`, or offsets as JSON. */
  readonly startingOffsets: string;
  /** More options of Spark's Kafka source, such as `maxOffsetsPerTrigger`. */
  readonly options?: Readonly<Record<string, string>>;
  readonly watermarkDelayUs: number;
  /** How far an event may be ahead of the cluster's clock; undefined: as far as it likes. */
  readonly maxFutureUs?: number | undefined;
}

/**
 * The name of the metrics in the progress of a query: records that were `read`, those of them that
 * are `doubtful`, and those that are too far in the `future`.
 */
export const readMetrics = 'tonearm_read';

/** The topic as a stream: `value` as text, with `topic`, `partition` and `offset`. */
const records = ({ brokers, topic, startingOffsets, options }: StreamSource): Relation =>
  readFiles({
    format: 'kafka',
    streaming: true,
    options: {
      'kafka.bootstrap.servers': brokers,
      'kafka.isolation.level': 'read_committed',
      subscribe: topic,
      startingOffsets,
      failOnDataLoss: 'true',
      ...options,
    },
  });

const eventStruct = `named_struct(${fieldRules
  .map(({ name, kind }) => {
    const of =
      kind === 'instant'
        ? 't'
        : kind === 'integer'
          ? `CAST(j.${name} AS BIGINT)`
          : `j.${quote(name)}`;
    return `'${name}', ${of}`;
  })
  .join(', ')})`;

/** The end of the longest window of any frame that holds the instant, in SQL. */
const lastEnd = (frames: readonly Frame[]): string => {
  const at = 'e.event_time';
  const ends = frames
    .filter(({ over }) => over === undefined)
    .map(({ window }) => `${at} - pmod(${at}, ${window.slideUs}) + ${window.sizeUs}`);
  return ends.length < 2 ? (ends[0] ?? at) : `greatest(${ends.join(', ')})`;
};

/** Whether an event is no further ahead than may be, in SQL: one far ahead would make all others late. */
const notAhead = ({ maxFutureUs }: StreamSource): string =>
  maxFutureUs === undefined
    ? 'true'
    : `t <= unix_micros(current_timestamp()) + ${Math.floor(maxFutureUs)}L`;

/**
 * A view of the certain events of the topic: `at`, the event time, and `e`, a struct with
 * `event_time` in microseconds; doubtful records have null in both. They are let go behind the
 * watermark, for before it Spark would parse twice.
 *
 * All that read the view share one parse, by a shuffle that Spark uses again where plans are equal
 * up to it: the struct is opaque to the optimizer, which would keep other columns for each. The
 * watermark is behind the shuffle: operators over one that is used again would have none.
 */
export const addWatched = (plan: PlanBuilder, source: StreamSource): string => {
  const topic = plan.view('records', records(source), source.topic);
  const judged = judgedLines(`SELECT CAST(value AS STRING) AS value FROM ${topic}`);
  const taken = `certain AND ${notAhead(source)}`;
  const read = `
SELECT certain, CASE WHEN ${taken} THEN timestamp_micros(t) END AS at, CASE WHEN ${taken} THEN ${eventStruct} END AS e
FROM (${judged})`;
  const counted = collectMetrics(sqlRelation({ sql: read }), readMetrics, [
    { expression: 'count(*)', as: 'read' },
    { expression: 'count_if(NOT certain)', as: 'doubtful' },
    { expression: 'count_if(certain AND at IS NULL)', as: 'future' },
  ]);
  const events = plan.view('events', counted, read);
  const shuffled = `SELECT /*+ REPARTITION(id) */ * FROM (SELECT at, e.event_id AS id, e FROM ${events})`;
  const delay = `${Math.ceil(source.watermarkDelayUs / 1000)} milliseconds`;
  const watched = withWatermark(sqlRelation({ sql: shuffled }), 'at', delay);
  return plan.view('watched', watched, `${shuffled}\nwatermark at, ${delay}`);
};

/** The fields that expressions over events read, the event time among them. */
export const fieldsIn = (nodes: readonly ExprNode[]): readonly string[] => {
  const read = new Set(['event_time', ...nodes.flatMap(columnsIn)]);
  return fieldNames.filter((name) => read.has(name));
};

/**
 * A view of the events with only these fields, each event once until the watermark passes the end
 * of its longest fixed window. What differs between two of them keeps their shuffles apart.
 */
export const addKept = (
  plan: PlanBuilder,
  watched: string,
  name: string,
  fields: readonly string[],
  frames: readonly Frame[],
  delayUs: number,
): string => {
  const struct = fields.map((field) => `${literal(field)}, e.${quote(field)}`).join(', ');
  const known = `
SELECT id, timestamp_micros(${lastEnd(frames)}) AS last_end, named_struct(${struct}) AS e
FROM ${watched} WHERE at IS NOT NULL`;
  const timed = project(sqlRelation({ sql: known }), ['id', eventTime('last_end', delayUs), 'e']);
  return plan.view(name, deduplicate(timed, ['id', 'last_end']), `${known}\nonce by id, last_end`);
};

/** The records that only our decoder can judge: `topic`, `partition`, `offset` and `value` (bytes). */
export const doubtfulRecords = (plan: PlanBuilder, source: StreamSource): string => {
  const topic = plan.view('records', records(source), source.topic);
  const judged = judgedLines(
    `SELECT topic, partition, offset, value AS bytes, CAST(value AS STRING) AS value FROM ${topic}`,
  );
  return `SELECT topic, partition, offset, bytes AS value FROM (${judged}) WHERE NOT certain`;
};
