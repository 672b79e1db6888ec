import { formatInstant } from '../../event/time.ts';

/**
 * Writes instants as RFC 3339 text. It remembers the last one: in windowed tables most rows have
 * the window of the row before.
 */
export const instantText = (): ((us: number) => string) => {
  let last = Number.NaN;
  let text = '';
  return (us) => {
    if (us !== last) {
      last = us;
      text = formatInstant(us);
    }
    return text;
  };
};
