import { expect, test } from 'vitest';
import type { Aggregate } from '../model/aggregate.ts';
import { defaultSettings } from '../model/settings.ts';
import { printSelect } from '../sql/print.ts';
import { dialectOf } from '../sql/standard.ts';
import { type FactsOptions, factsRelation } from './facts-relation.ts';
import { zoneOffsets } from './zone.ts';

const dialect = dialectOf({
  quote: (identifier) => identifier,
  placeholder: () => '?',
  types: { text: 'TEXT' },
  functions: { div: () => '', floorDiv: () => '', mod: () => '' },
});

const printed = (aggregate: Aggregate, options?: FactsOptions): string => {
  const context = { settings: defaultSettings, zone: zoneOffsets('UTC', 0, 0) };
  const facts = factsRelation({ groups: [], identities: new Set() }, 1, context, options);
  const columns = [{ expr: facts.aggregate(aggregate), as: 'n' }];
  return printSelect({ columns, from: { table: 'facts', as: 'r' } }, dialect).sql;
};

const played = { op: 'column', name: 'played_ms' } as const;

const streams: Aggregate = {
  fn: 'count',
  where: {
    op: 'compare',
    by: '>=',
    left: played,
    right: { op: 'setting', name: 'streamMinMs' },
  },
};

test('a length is compared with a setting at once where the form is terse', () => {
  expect(printed(streams, { terse: true })).toContain('(r.played >= 30000)');
  expect(printed(streams, { terse: true })).not.toContain('CASE');
  expect(printed(streams)).toContain('CASE WHEN (r.played >= 0)');
});

test('a sum of nothing is 0 where the form is terse, other aggregates of nothing stay unknown', () => {
  expect(printed({ fn: 'sum', of: played }, { terse: true })).toContain('ELSE 0 END');
  expect(printed({ fn: 'max', of: played }, { terse: true })).toContain('ELSE NULL END');
  expect(printed({ fn: 'sum', of: played })).toContain('ELSE NULL END');
});
