import { fieldNames, type WireEvent } from '../../event/event.ts';
import type { Batches } from './batches.ts';

const ndjsonLine = (event: WireEvent): string => {
  const present: Record<string, unknown> = {};
  for (const name of fieldNames) if (event[name] !== undefined) present[name] = event[name];
  return `${JSON.stringify(present)}\n`;
};

const csvCell = (value: string | number | undefined): string => {
  if (value === undefined) return '';
  const text = String(value);
  return /[",\r\n]|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvLine = (event: WireEvent): string =>
  `${fieldNames.map((name) => csvCell(event[name])).join(',')}\n`;

/** Events as NDJSON, fields in the order of the schema, or as CSV (RFC 4180) with a header. */
export async function* eventText(
  batches: Batches<readonly WireEvent[]>,
  format: 'ndjson' | 'csv',
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const line = format === 'csv' ? csvLine : ndjsonLine;
  if (format === 'csv') yield encoder.encode(`${fieldNames.join(',')}\n`);
  for await (const events of batches) yield encoder.encode(events.map(line).join(''));
}
