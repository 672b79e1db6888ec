import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { caseRun, loadCases } from '../contract/cases.ts';
import { definitionCases } from '../contract/definitions.cases.ts';
import { mismatch } from '../contract/mismatch.ts';
import { runSpark } from '../contract/spark.ts';
import { startTestSpark } from './server.ts';

const { reason } = await startTestSpark();

const withCases = [
  ...(await Promise.all(
    catalogue.map(async (analytic) => [analytic, await loadCases(analytic)] as const),
  )),
  ...definitionCases,
].map(([analytic, own]) => ({ analytic, own, name: analytic.name }));

describe.skipIf(reason !== undefined).each(withCases)('$name on Spark', ({ analytic, own }) => {
  test.concurrent.each(own)('$name', async (analyticCase) => {
    const { query, events, context } = caseRun(analytic, analyticCase);
    const [table] = await runSpark([query], events, context);
    if (table === undefined) throw new Error(`Spark gave no table for ${analytic.name}`);
    const difference = mismatch(table, analyticCase.rows, analyticCase.name);
    if (difference !== undefined) expect.fail(difference);
  });
});
