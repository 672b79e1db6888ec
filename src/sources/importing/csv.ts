import { createCsvRecords } from '../../event/csv-records.ts';

const chunk = 1024 * 1024;

/**
 * The records of CSV bytes, without blank lines; an empty cell is null. `null` in place of a
 * record is one that cannot be read; reading goes on with the next line.
 */
export function* csvRecords(bytes: Uint8Array): Generator<readonly (string | null)[] | null> {
  const records = createCsvRecords();
  for (let at = 0; at < bytes.length; at += chunk) {
    for (const record of records.push(bytes.subarray(at, at + chunk))) {
      yield 'texts' in record ? record.texts : null;
    }
  }
  for (const record of records.finish()) yield 'texts' in record ? record.texts : null;
}
