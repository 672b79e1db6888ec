/**
 * An instant (microseconds) as `formatInstant` writes it, in SQL: `2026-11-22T10:15:30Z`, with 3 or
 * 6 decimals only where needed. The session's time zone has to be UTC.
 */
export const instantText = (us: string): string => {
  const formatted = (decimals: string): string =>
    `date_format(timestamp_micros(${us}), 'yyyy-MM-dd\\'T\\'HH:mm:ss${decimals}\\'Z\\'')`;
  return `CASE WHEN pmod(${us}, 1000000) = 0 THEN ${formatted('')} WHEN pmod(${us}, 1000) = 0 THEN ${formatted('.SSS')} ELSE ${formatted('.SSSSSS')} END`;
};
