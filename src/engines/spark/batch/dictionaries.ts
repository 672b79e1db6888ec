import { actions } from '../../../event/event.ts';
import { fieldRules } from '../../../event/rule.ts';
import type { TextField } from '../../../intake/layout.ts';
import { dictTable, keyColumn, textTable, unknownCode } from '../../../plan/physical.ts';
import { literal, quote } from '../text.ts';
import type { Tables } from './tables.ts';

/** How rows of events find the key of a group. */
export interface Dictionary {
  readonly join: string;
  readonly key: string;
  /** Fields of which every key has a text, and one that no other key has. */
  readonly identities: readonly string[];
}

const entriesTable = (group: number): string => `entries_${group}`;

const codeName = (field: string): string => quote(`code_${field}`);

/** Keys, texts, and codes that ascend with the texts, for the combinations of a group's texts. */
const entriesOf = (fields: readonly string[], events: string): string => {
  const names = fields.map(quote);
  const codes = fields.map(
    (field, index) => `CASE WHEN ${names[index]} IS NULL THEN ${unknownCode}
        ELSE dense_rank() OVER (ORDER BY ${names[index]} NULLS LAST) - 1 END AS ${codeName(field)}`,
  );
  return `
    SELECT row_number() OVER (ORDER BY ${names.join(', ')}) - 1 AS \`key\`, *, ${codes.join(', ')}
    FROM (SELECT DISTINCT ${names.join(', ')} FROM ${events})`;
};

const dictionaryOf = (fields: readonly string[], entries: string): string =>
  `SELECT \`key\`, ${fields.map((field) => `${codeName(field)} AS ${quote(field)}`).join(', ')} FROM ${entries}`;

const textsOf = (field: string, entries: string, isIdentity: boolean): string =>
  `SELECT ${isIdentity ? '' : 'DISTINCT '}${codeName(field)} AS code, ${quote(field)} AS text
    FROM ${entries} WHERE ${quote(field)} IS NOT NULL`;

/** The dictionary of actions, which is always the same. */
export const createActions = async (tables: Tables): Promise<void> => {
  const sorted = [...actions].sort();
  const rows = actions.map(
    (action, key) => `(${key}, ${literal(action)}, ${sorted.indexOf(action)})`,
  );
  const entries = `VALUES ${rows.join(', ')} AS v(\`key\`, action, code_action)`;
  await tables.view(dictTable('action'), { sql: dictionaryOf(['action'], entries) });
  await tables.view(textTable('action'), { sql: textsOf('action', entries, true) });
};

const isRequired = (field: string): boolean =>
  fieldRules.some(({ name, required }) => name === field && required);

/** Makes the dictionary and the texts of a group from the rows of events. */
export const createDictionary = async (
  tables: Tables,
  group: number,
  fields: readonly TextField[],
  events: string,
): Promise<Dictionary> => {
  const entries = entriesTable(group);
  const lasts = fields.map((field) => `max(${codeName(field)}) AS ${quote(field)}`).join(', ');
  const { n: keys, ...last } = await tables.keep(
    entries,
    { sql: entriesOf(fields, events) },
    lasts,
  );
  // An unknown text has the largest code of all.
  const identities = fields.filter((field) => Number(last[field]) === Number(keys) - 1);
  await tables.view(dictTable(group), { sql: dictionaryOf(fields, entries) });
  for (const field of fields) {
    const isIdentity = fields.length === 1 || identities.includes(field);
    const texts = { sql: textsOf(field, entries, isIdentity) };
    if (isIdentity) await tables.view(textTable(field), texts);
    else await tables.keep(textTable(field), texts);
  }
  const [first] = fields;
  // Where the first text decides the others (a song its labels), it alone is compared.
  const isDecided = first !== undefined && isRequired(first) && identities.includes(first);
  const alias = `e${group}`;
  const same = (isDecided ? [first] : fields).map((field) => {
    const equal = isRequired(field) ? '=' : '<=>';
    return `${alias}.${quote(field)} ${equal} r.${quote(field)}`;
  });
  return {
    join: `JOIN ${entries} AS ${alias} ON ${same.join(' AND ')}`,
    key: `${alias}.\`key\` AS ${keyColumn(group)}`,
    identities,
  };
};
