/** What results must not depend on, whatever the server is set to. */
export const resultSettings = {
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.caseSensitive': 'true',
} as const;
