import { factsTable, type Physical } from '../../../plan/physical.ts';
import type { TextField } from '../../../intake/layout.ts';
import { createActions, createDictionary } from './dictionaries.ts';
import { eventColumns } from './event-rows.ts';
import type { Tables } from './tables.ts';

/** All facts; `facts` is those that queries see. */
export const loadedFacts = 'loaded_facts';

const hash = 'xxhash64(id)';

/**
 * One event of each identity. A hash narrows the search to the few ids that may occur twice; they
 * alone are compared, so that the others are not moved about.
 */
const withoutCopies = (events: string, fields: readonly TextField[]): string => {
  const columns = eventColumns(fields).join(', ');
  return `
    SELECT ${columns} FROM ${events} LEFT ANTI JOIN repeated ON ${hash} = repeated.hash
    UNION ALL
    SELECT ${columns} FROM (
      SELECT *, row_number() OVER (PARTITION BY id ORDER BY t, action) AS copy
      FROM ${events} LEFT SEMI JOIN repeated ON ${hash} = repeated.hash)
    WHERE copy = 1`;
};

/** Fills the tables of `plan/physical` from the rows of events. @returns the number of facts */
export const createFacts = async (
  tables: Tables,
  { groups }: Pick<Physical, 'groups'>,
  events: string,
  isSmall: boolean,
): Promise<{ readonly rows: number; readonly physical: Physical }> => {
  const fields = groups.flat();
  const { n: repeated } = await tables.keep('repeated', {
    sql: `SELECT ${hash} AS hash FROM ${events} GROUP BY ${hash} HAVING count(*) > 1`,
  });
  await createActions(tables);
  const dictionaries = [];
  for (const [group, own] of groups.entries()) {
    dictionaries.push(await createDictionary(tables, group, own, events));
  }
  const from = repeated === 0 ? events : `(${withoutCopies(events, fields)})`;
  const keys = dictionaries.map(({ key }) => `, ${key}`).join('');
  const joins = dictionaries.map(({ join }) => join).join(' ');
  const { n: rows } = await tables.keep(loadedFacts, {
    sql: `SELECT ${isSmall ? '/*+ COALESCE(1) */ ' : ''}r.t, r.action, r.played, r.duration${keys} FROM ${from} AS r ${joins}`,
  });
  await tables.view(factsTable, { sql: `SELECT * FROM ${loadedFacts}` });
  return {
    rows: Number(rows),
    physical: {
      groups,
      identities: new Set(dictionaries.flatMap(({ identities }) => identities)),
    },
  };
};
