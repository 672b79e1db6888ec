import type { Frame } from '../../../plan/frame.ts';
import { dictTable, factsTable, type Physical } from '../../../plan/physical.ts';
import type { Database } from '../database.ts';
import { createGroup, entriesTable as entriesHere } from '../tables.ts';
import { type NeededGroup, neededGroups } from './needed-groups.ts';
import { catalog, entriesTable } from './schema.ts';

const copyTable = 'events_of_windows';

/** One query over events reads them where they are: it reads them once or twice. */
export const isReadOnce = ({ queries, over }: Frame): boolean =>
  queries.length === 1 && over === undefined;

/** Puts the events that a SELECT gives where queries look for them, and what their keys stand for. */
export const loadEvents = async (
  database: Database,
  state: Pick<Physical, 'groups'>,
  frame: Frame,
  /** Makes the SELECT of these columns. */
  select: (columns: string) => string,
): Promise<Physical> => {
  const needed = neededGroups(frame, state);
  const keys = needed.map(({ group }, index) => `k${group} AS k${index}`);
  const columns = ['t', 'action', 'played', 'duration', ...keys].join(', ');
  const events = select(columns);
  if (isReadOnce(frame)) {
    await database.run(`CREATE OR REPLACE VIEW ${factsTable} AS ${events}`);
  } else {
    await database.run(`CREATE OR REPLACE TABLE ${copyTable} AS ${events}`);
    await database.run(`CREATE OR REPLACE VIEW ${factsTable} AS SELECT * FROM ${copyTable}`);
  }
  const identities = new Set<string>();
  for (const [index, one] of needed.entries()) {
    for (const field of await loadGroup(database, one, index, isReadOnce(frame)))
      identities.add(field);
  }
  return { groups: needed.map(({ fields }) => fields), identities };
};

const loadGroup = async (
  database: Database,
  { group, fields, keysDo }: NeededGroup,
  index: number,
  isOnce: boolean,
): Promise<readonly string[]> => {
  const used = `SELECT DISTINCT k${index} AS "key" FROM ${factsTable}`;
  if (keysDo) {
    // Only the number of its keys is ever asked for, to plan cubes.
    if (!isOnce) await database.run(`CREATE OR REPLACE TABLE ${dictTable(index)} AS ${used}`);
    return fields;
  }
  await database.run(`CREATE OR REPLACE TABLE ${entriesHere(index)} AS
    SELECT * FROM ${catalog}.${entriesTable(group)} WHERE "key" IN (${used})`);
  return createGroup(database, index, fields);
};
