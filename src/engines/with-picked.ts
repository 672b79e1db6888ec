import { column } from '../sql/expression.ts';
import { type From, output, type Select } from '../sql/select.ts';

const step = 'picked';

const isFrom = ({ table }: From): boolean =>
  typeof table === 'string' ? table === step : reads(table);

/** Whether a query reads the picked rows. */
const reads = (query: Select): boolean =>
  [query.from, ...(query.joins ?? [])].some(isFrom) ||
  (query.with ?? []).some(({ select }) => reads(select));

/**
 * A query whose picked rows are filled into a table first, where more than its last step reads
 * them; as it is where none does.
 */
export const withPicked = async (
  query: Select,
  table: string,
  fill: (table: string, select: Select) => Promise<unknown>,
): Promise<Select> => {
  const steps = query.with ?? [];
  const at = steps.findIndex(({ name }) => name === step);
  const picked = steps[at]?.select;
  const later = steps.slice(at + 1);
  if (picked === undefined || !later.some(({ select }) => reads(select))) return query;
  await fill(table, { ...picked, with: steps.slice(0, at) });
  const columns = picked.columns.map(({ as }) => output(column(as), as));
  const read: Select = { columns, from: { table, as: step } };
  return { ...query, with: [{ name: step, select: read }, ...later] };
};
