import { typeName } from './data-type.ts';
import type { Link } from './link.ts';
import { AnalyzePlanRequest_Explain_ExplainMode as ExplainMode } from './proto/spark.gen.ts';
import { relationOf } from './relation.ts';
import type { Session, Source } from './session.ts';

type Analysis = Pick<Session, 'schema' | 'explain'>;

const explainModes = {
  simple: ExplainMode.SIMPLE,
  extended: ExplainMode.EXTENDED,
  formatted: ExplainMode.FORMATTED,
  cost: ExplainMode.COST,
} as const;

/** What Spark says of plans without running them. */
export const createAnalysis = (link: Link, signal: AbortSignal): Analysis => {
  const planOf = (source: Source) => ({
    plan: { opType: { case: 'root' as const, value: relationOf(source) } },
  });
  return {
    async schema(source) {
      const analyze = { case: 'schema' as const, value: planOf(source) };
      const { result } = await link.ask(
        (identity, options) => link.client.analyzePlan({ ...identity, analyze }, options),
        { signal },
      );
      const kind = result.case === 'schema' ? result.value.schema?.kind : undefined;
      const fields = kind?.case === 'struct' ? kind.value.fields : [];
      return fields.map(({ name, dataType, nullable }) => ({
        name,
        type: typeName(dataType),
        nullable,
      }));
    },
    async explain(source, mode = 'simple') {
      const value = { ...planOf(source), explainMode: explainModes[mode] };
      const analyze = { case: 'explain' as const, value };
      const { result } = await link.ask(
        (identity, options) => link.client.analyzePlan({ ...identity, analyze }, options),
        { signal },
      );
      return result.case === 'explain' ? result.value.explainString : '';
    },
  };
};
