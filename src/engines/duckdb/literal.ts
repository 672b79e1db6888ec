/** A text of the plan itself (a pattern, a format) as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
