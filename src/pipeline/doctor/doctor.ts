import { tmpdir } from 'node:os';
import { isUri } from '../config/text-types.ts';
import type { Check } from './check.ts';
import { checkDuckDB } from './engine.ts';
import { checkResults, checkTemporary } from './folders.ts';
import { checkCores, checkMemory, checkNode } from './machine.ts';
import { checkCompression, checkTypeScript } from './optional.ts';
import { checkSpark } from './spark.ts';
import { checkZones } from './zone-data.ts';

/**
 * Looks at everything that a batch needs of this machine, and at a Spark server where one is named;
 * changes nothing.
 */
export const examine = (
  outDir: string,
  {
    spillDir,
    spark,
  }: { readonly spillDir?: string | undefined; readonly spark?: string | undefined },
): Promise<readonly Check[]> =>
  Promise.all([
    ...(spark === undefined ? [] : [checkSpark(spark)]),
    checkNode(process.versions.node),
    checkDuckDB(),
    checkMemory(),
    checkCores(),
    checkTemporary(spillDir ?? tmpdir()),
    ...(isUri(outDir) ? [] : [checkResults(outDir)]),
    checkZones(),
    checkCompression(),
    checkTypeScript(),
  ]);
