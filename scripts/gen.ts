/**
 * Writes the files that are made from the code: `npm run gen`. With `--check` it writes nothing,
 * names the files that are stale and exits 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyticsIndex } from './analytics-index.ts';
import { protoModule } from './proto-module.ts';

type Generated = { readonly path: string; readonly content: () => Promise<string> };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const proto = 'src/engines/spark/connect/proto';

const json = (schema: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify(schema, null, 2)}\n`;

/** In this order: the list of analytics comes first, because what follows is loaded through it. */
const generated: readonly Generated[] = [
  {
    path: 'src/analytics/index.gen.ts',
    content: async () => analyticsIndex(join(root, 'src/analytics')),
  },
  {
    path: 'src/event/fields.gen.ts',
    content: async () => (await import('./event-fields.ts')).eventFieldsModule(),
  },
  {
    path: `${proto}/spark.gen.ts`,
    content: () => protoModule(proto, 'spark'),
  },
  {
    path: `${proto}/error-details.gen.ts`,
    content: () => protoModule(proto, 'error-details'),
  },
  {
    path: 'schemas/event.schema.json',
    content: async () => json((await import('../src/event/json-schema.ts')).eventJsonSchema()),
  },
  {
    path: 'schemas/mapping.schema.json',
    content: async () => json((await import('../src/event/json-schema.ts')).mappingJsonSchema()),
  },
  {
    path: 'schemas/config.schema.json',
    content: async () =>
      json((await import('../src/pipeline/config/config-schema.ts')).configJsonSchema()),
  },
  {
    path: 'schemas/manifest.schema.json',
    content: async () =>
      json((await import('../src/sinks/output-folder/manifest-schema.ts')).manifestJsonSchema()),
  },
  {
    path: 'docs/reference/event.md',
    content: async () => (await import('./event-page.ts')).eventPage(),
  },
  {
    path: 'docs/reference/analytics.md',
    content: async () => (await import('./analytics-page.ts')).analyticsPage(),
  },
  {
    path: 'docs/reference/cli.md',
    content: async () => (await import('../src/cli/reference.ts')).cliReference(),
  },
];

const present = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const isCheck = process.argv.includes('--check');
for (const { path, content } of generated) {
  const file = join(root, path);
  const text = await content();
  if (present(file) === text) continue;
  if (isCheck) {
    console.error(`stale: ${path} (run npm run gen)`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`written: ${path}`);
  }
}
