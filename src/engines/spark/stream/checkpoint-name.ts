import { createHash } from 'node:crypto';
import type { Query } from '../../../plan/query.ts';
import type { StreamingPlan } from './streaming-plan.ts';

const longest = 100;

/**
 * The folder of a query's checkpoint: its analytics, and a hash of the whole plan. A changed
 * definition or option reads from another checkpoint, for Spark could not go on from this one.
 */
export const checkpointName = (
  { canonical }: Pick<StreamingPlan, 'canonical'>,
  queries: readonly Query[],
): string => {
  const names = queries.map(({ analytic }) => analytic.name).join('+');
  const short = names.length <= longest ? names : `${queries.length}-analytics`;
  return `${short}-${createHash('sha256').update(canonical).digest('hex').slice(0, 16)}`;
};
