import type { OptionValues } from '../pipeline/config/options.ts';
import type { Host, Output } from './host.ts';

/** Columns of a report: those of the terminal within reason; as of a wide page elsewhere. */
export const reportWidth = ({ columns }: Output): number =>
  columns === undefined ? 100 : Math.min(Math.max(columns, 40), 160);

/** Colours only on a terminal, and where nobody has said no (https://no-color.org). */
export const useColour = (
  { stdout, environment }: Pick<Host, 'stdout' | 'environment'>,
  { color }: Pick<OptionValues, 'color'>,
): boolean =>
  color && stdout.isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
