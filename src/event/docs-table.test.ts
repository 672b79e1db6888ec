import { expect, it } from 'vitest';
import { fieldTable } from './docs-table.ts';
import { fieldNames } from './event.ts';

it('has one row per field, in order', () => {
  const rows = fieldTable().trimEnd().split('\n').slice(2);
  expect(rows.map((row) => row.split('`')[1])).toEqual(fieldNames);
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
});
