import type { NamedExpression } from '../connect/expression.ts';
import { project, type Relation, sqlRelation } from '../connect/relation.ts';

/** A temporary view of the session; views are made in their order. */
export interface StreamView {
  readonly name: string;
  readonly relation: Relation;
}

/** What one streaming query is made of, and what makes it another query when it changes. */
export interface StreamingPlan {
  readonly views: readonly StreamView[];
  /** What the query writes: `key` and `value`, both text. */
  readonly query: Relation;
  readonly outputMode: 'append' | 'update';
  /** The whole plan as text. */
  readonly canonical: string;
}

/** Marks a timestamp as event time: stateful operators then let go of groups by the watermark. */
export const eventTime = (as: string, delayUs: number): NamedExpression => ({
  expression: as,
  as,
  metadata: { 'spark.watermarkDelayMs': Math.ceil(delayUs / 1000) },
});

/** Collects the views of a plan, whose names begin with `prefix`. */
export const planBuilder = (prefix: string) => {
  const views: StreamView[] = [];
  const texts: string[] = [];
  return {
    /** Adds a view of a relation and tells its name. */
    view(name: string, relation: Relation, text: string): string {
      const full = `${prefix}_${name}`;
      views.push({ name: full, relation });
      texts.push(`${name}:\n${text}`);
      return full;
    },
    /** Adds a view of a query in which one column is event time. */
    timed(name: string, sql: string, column: string, delayUs: number): string {
      const marked = [eventTime(column, delayUs), `* EXCEPT (${column})`];
      return this.view(name, project(sqlRelation({ sql }), marked), `${sql}\ntime ${column}`);
    },
    finish(sql: string, outputMode: StreamingPlan['outputMode']): StreamingPlan {
      const text = [...texts, sql, outputMode].join('\n');
      const canonical = views.reduce(
        (some, { name }) => some.replaceAll(name, name.slice(prefix.length + 1)),
        text,
      );
      return { views, query: sqlRelation({ sql }), outputMode, canonical };
    },
  };
};

export type PlanBuilder = ReturnType<typeof planBuilder>;
