/**
 * Tonearm as a library: a report over your own files, or over sample events where none are named,
 * and the most played songs on the console.
 *
 *     npx tsx examples/library.ts [FILE…]
 */
import { catalogue, report, type Table } from 'tonearm';

/** The first rows of a table as objects, for `console.table`. */
const firstRows = ({ columns, rows }: Table, limit: number) =>
  rows
    .slice(0, limit)
    .map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));

const wanted = ['overview', 'popular_songs'];

const { tables, counts } = await report({
  inputs: process.argv.slice(2),
  sampleEvents: 20_000,
  analytics: catalogue.filter(({ name }) => wanted.includes(name)),
  timeZone: 'Europe/Berlin',
  onRejected: ({ source, position, reason }) => console.error(`${source}:${position}: ${reason}`),
});

console.log(`${counts.read} events read, ${counts.accepted} accepted`);
for (const table of tables) {
  console.log(`\n${table.analytic.title}: ${table.analytic.question}`);
  console.table(firstRows(table, 5));
}
