import { runDuckdb } from './duckdb.ts';
import { runReference } from '../../src/engines/reference/reference.ts';
import type { Event } from '../../src/event/event.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';
import type { Table } from '../../src/result/table.ts';

/** An engine as the contract tests see it: accepted events without duplicates in, tables out. */
export interface EngineUnderTest {
  readonly name: string;
  readonly run: (
    queries: readonly Query[],
    events: readonly Event[],
    context: QueryContext,
  ) => Promise<readonly Table[]>;
}

export const engines: readonly EngineUnderTest[] = [
  { name: 'reference', run: async (...run) => runReference(...run) },
  { name: 'duckdb', run: (...run) => runDuckdb(...run) },
  { name: 'duckdb with cubes', run: (...run) => runDuckdb(...run, { cubes: true }) },
];
