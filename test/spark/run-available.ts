import { expect } from 'vitest';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import type { StreamingQuery } from '../../src/engines/spark/connect/streaming.ts';
import type { StreamingPlan } from '../../src/engines/spark/stream/streaming-plan.ts';

/** Runs a plan over what is there, into a topic. @returns the query, which has ended */
export const runAvailable = async (
  session: Session,
  plan: StreamingPlan,
  to: { readonly bootstrap: string; readonly topic: string; readonly checkpoint: string },
): Promise<StreamingQuery> => {
  for (const view of plan.views) await session.createView(view.name, view.relation);
  const query = await session.startStream(plan.query, {
    format: 'kafka',
    outputMode: plan.outputMode,
    trigger: { kind: 'available-now' },
    options: {
      'kafka.bootstrap.servers': to.bootstrap,
      topic: to.topic,
      checkpointLocation: to.checkpoint,
    },
  });
  expect(await query.awaitTermination(120_000)).toBe(true);
  return query;
};
