import { visible } from '../views/format/visible.ts';

interface Explained {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly (string | number | boolean)[];
}

/** Statements as a script to read: a comment with the name, bound values, the SQL. */
export const explanation = (queries: readonly Explained[]): string =>
  queries
    .map(({ name, sql, values }) =>
      [
        `-- ${visible(name)}`,
        ...values.map((value, index) => `-- $${index + 1} = ${visible(JSON.stringify(value))}`),
        `${sql};`,
        '',
      ].join('\n'),
    )
    .join('\n');
