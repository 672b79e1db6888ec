/** A text literal of Spark SQL. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A name in Spark SQL. */
export const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``;

/** A path in which nothing stands for anything else: what Spark reads is a glob. */
export const plainPath = (path: string): string => path.replaceAll(/[\\*?[\]{}]/g, String.raw`\$&`);
