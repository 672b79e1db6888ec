import { TonearmError } from '../../error.ts';
import { type TableFormat, tableFile } from './format.ts';

/**
 * Checks, before any work, that every table gets a file of its own beside the `reserved` ones: a
 * user's analytic may be called `report`, or `overview_windowed`.
 * @throws TonearmError ANALYTIC_INVALID naming the file that two outputs want.
 */
export const checkTableFiles = (
  tables: readonly string[],
  formats: readonly TableFormat[],
  reserved: readonly string[],
): void => {
  const taken = new Set(reserved);
  for (const table of tables) {
    for (const format of formats) {
      const file = tableFile(table, format);
      if (taken.has(file)) {
        throw new TonearmError('ANALYTIC_INVALID', `two outputs want the file ${file}`, {
          facts: { table, file },
          hint: `give the analytic of the table "${table}" another name`,
        });
      }
      taken.add(file);
    }
  }
};
