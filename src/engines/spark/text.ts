/** A text literal of Spark SQL. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A name in Spark SQL. */
export const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``;
