/**
 * Writes the files that are made from the code: `npm run gen`. With `--check` it writes nothing,
 * names the files that are stale and exits 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fieldTable } from '../src/event/docs-table.ts';
import { eventJsonSchema, mappingJsonSchema, type JsonSchema } from '../src/event/json-schema.ts';

type Generated = { readonly path: string; readonly content: () => string };

const json = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

const eventPage = (): string =>
  [
    '<!-- Made by `npm run gen` from src/event/schema.ts. -->',
    '',
    '# The event, version 1',
    '',
    'One JSON object per line or Kafka record, UTF-8, at most 65,536 bytes. Lengths count code',
    'points, `null` equals absent, unknown fields are ignored. Integers may be written `3`, `3.0` or',
    '`3e0`. The JSON Schema is `schemas/event.schema.json`.',
    '',
    fieldTable(),
  ].join('\n');

const generated: readonly Generated[] = [
  { path: 'schemas/event.schema.json', content: () => json(eventJsonSchema()) },
  { path: 'schemas/mapping.schema.json', content: () => json(mappingJsonSchema()) },
  { path: 'docs/reference/event.md', content: eventPage },
];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const present = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const stale = generated.filter(({ path, content }) => present(join(root, path)) !== content());

if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`stale: ${path} (run npm run gen)`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { path, content } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content());
    console.log(`written: ${path}`);
  }
}
