import { literal } from '../text.ts';
import { instantText } from './instant-text.ts';
import { bySet, noNumber, noText, numbered } from './layout.ts';
import type { ProvisionalSets } from './provisional-sets.ts';

/** The name of the rows that only shares read. */
const wholeName = '*';

const list = (prefix: string, count: number, empty: string): string =>
  `array(${numbered(prefix, count).join(', ') || empty})`;

/**
 * The records of rows of open windows: `key` (`analytic|start|end|keys as JSON`) and `value`, one
 * line of JSON as `provisionalReader` takes it: `{"plan","set","end","keys","texts","sums",
 * "distinct","percentiles"}`, `end` in microseconds, lists by the numbers of the layout.
 */
export const openRecords = (rows: string, { sets, layout, mark }: ProvisionalSets): string => {
  const name = bySet(
    sets.map((set) => [set.id, literal(set.query?.analytic.name ?? `${wholeName}${set.id}`)]),
    literal(wholeName),
  );
  const size = bySet(
    sets.map((set) => [set.id, `${set.frame.window.sizeUs}L`]),
    '0L',
  );
  const ownKeys = bySet(
    sets.map((set) => [set.id, `array(${numbered('k', set.keys.length).join(', ') || noText})`]),
    `array(${noText})`,
  );
  const fields = [
    `'plan', ${literal(mark)}`,
    `'set', g`,
    `'end', ends`,
    `'keys', ${list('k', layout.keys, noText)}`,
    `'texts', ${list('l', layout.texts, noText)}`,
    `'sums', ${list('a', layout.additive.length, noNumber)}`,
    `'distinct', ${list('d', layout.distinct, noNumber)}`,
    `'percentiles', ${list('p', layout.percentiles, noNumber)}`,
  ];
  return `
SELECT concat(${name}, '|', ${instantText(`(ends - ${size})`)}, '|', ${instantText('ends')}, '|', to_json(${ownKeys})) AS key,
  to_json(named_struct(${fields.join(', ')})) AS value
FROM (SELECT *, unix_micros(close_at) AS ends FROM (${rows}))`;
};
