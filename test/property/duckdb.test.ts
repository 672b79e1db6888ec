import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { runReference } from '../../src/engines/reference/reference.ts';
import { runDuckdb } from '../contract/duckdb.ts';
import { arbitraryRun } from './arbitrary.ts';
import { trimZone } from './trim-zone.ts';

test.prop(
  [
    arbitraryRun(catalogue, { maxLength: 80 }),
    fc.record({ batches: fc.integer({ min: 1, max: 4 }), cubes: fc.boolean() }),
  ],
  { numRuns: 12 },
)(
  'DuckDB gives what the reference gives, to the bit',
  async ({ queries, events, context }, how) => {
    const expected = runReference(queries, events, context);
    const copies = events.slice(0, 7);
    const times = events.map((event) => event.event_time);
    const zone = trimZone(context.zone, Math.min(...times), Math.max(...times));
    const actual = await runDuckdb(queries, [...events, ...copies], { ...context, zone }, how);
    for (const [index, table] of expected.entries()) {
      expect({ name: table.name, rows: actual[index]?.rows }).toEqual({
        name: table.name,
        rows: table.rows,
      });
    }
  },
);
