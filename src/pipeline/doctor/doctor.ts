import { tmpdir } from 'node:os';
import type { Check } from './check.ts';
import { checkDuckDB } from './engine.ts';
import { checkResults, checkTemporary } from './folders.ts';
import { checkCores, checkMemory, checkNode } from './machine.ts';
import { checkCompression, checkTypeScript } from './optional.ts';
import { checkZones } from './zone-data.ts';

/** Looks at everything that a batch needs of this machine; changes nothing. */
export const examine = (outDir: string, spillDir: string | undefined): Promise<readonly Check[]> =>
  Promise.all([
    checkNode(process.versions.node),
    checkDuckDB(),
    checkMemory(),
    checkCores(),
    checkTemporary(spillDir ?? tmpdir()),
    checkResults(outDir),
    checkZones(),
    checkCompression(),
    checkTypeScript(),
  ]);
