import { expect, test } from 'vitest';
import { dimension, key } from '../../model/dimension.ts';
import { column } from '../../model/expression.ts';
import { withDomains } from './domains.ts';
import { type Group, keyColumns } from './group.ts';

const words = { title: 't', description: 'd' };
const open = key('open', column('text', 'event', 'country'), words);
const pair = key('pair', column('integer', 'event', 'a'), { ...words, domain: [1, 2] });
const three = key('three', column('integer', 'event', 'b'), { ...words, domain: [0, 1, 2] });

const columns = (...keys: readonly (typeof pair | typeof three | typeof open)[]) =>
  keyColumns([dimension({ name: 'd', title: 't', row: 'event', columns: keys })]);
const group = (...keys: readonly (string | number | null)[]): Group => ({ keys, rows: [{}] });

test('no keys are one group, even over no rows', () => {
  expect(withDomains([], [])).toEqual([{ keys: [], rows: [] }]);
  expect(withDomains([], [group()])).toEqual([group()]);
});

test('keys without a domain are left as they are', () => {
  expect(withDomains(columns(open), [])).toEqual([]);
  expect(withDomains(columns(open), [group('a')])).toEqual([group('a')]);
});

test('two domains are crossed, and rows that are there stay', () => {
  const all = withDomains(columns(pair, three), [group(1, 2), group(9, 9)]);
  expect(all.map(({ keys, rows }) => [...keys, rows.length])).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [1, 2, 1],
    [2, 0, 0],
    [2, 1, 0],
    [2, 2, 0],
    [9, 9, 1],
  ]);
});

test('beside a key without domain, every value that occurs has the whole domain', () => {
  const all = withDomains(columns(pair, open), [group(1, 'a'), group(1, null), group(2, 'a')]);
  expect(all.map(({ keys, rows }) => [...keys, rows.length])).toEqual([
    [1, 'a', 1],
    [1, null, 1],
    [2, 'a', 1],
    [2, null, 0],
  ]);
});
