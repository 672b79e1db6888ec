import { expect, test } from 'vitest';
import { createTables } from '../../src/engines/spark/batch/tables.ts';
import { fixedSettings } from '../../src/engines/spark/batch/tuning.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const { reason } = await startTestSpark();

test.skipIf(reason !== undefined)(
  'a kept table is read, not computed again, also where both it and its reader have a WITH',
  { timeout: 60_000 },
  async () => {
    const session = await openTestSession();
    try {
      await session.setConfig(fixedSettings);
      const tables = createTables(session);
      const sql = 'WITH a AS (SELECT id FROM range(7)) SELECT max(id) AS most FROM a';
      expect(await tables.keep('kept', { sql })).toEqual({ n: 1 });
      const reader =
        'WITH b AS (SELECT most FROM kept), c AS (SELECT count(*) AS n FROM b) SELECT * FROM b, c';
      expect(await session.rows({ sql: reader })).toEqual([{ most: 6, n: 1 }]);
      const scans = (await session.explain({ sql: reader })).match(
        /^(?!.*InMemoryRelation).*Scan.*$/gmu,
      );
      expect(scans?.filter((scan) => !scan.includes('In-memory table kept'))).toEqual([]);
    } finally {
      await session.close({ release: true });
    }
  },
);
