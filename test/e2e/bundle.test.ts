import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type * as driver from '@duckdb/node-api';
import { expect, test } from 'vitest';
import * as source from '../../src/index.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const bundle = join(dist, 'bundle');

const texts = new Map(
  readdirSync(bundle)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [join(bundle, name), readFileSync(join(bundle, name), 'utf8')]),
);

/** The files that a file cannot do without, itself among them. */
const loadedWith = (file: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export)[^;]*?["'](\.[^"']+)["'];/gm)) {
    loadedWith(join(dirname(file), path), found);
  }
  return found;
};

/** The packages that files import at once, or take by `require`. */
const packagesOf = (files: Iterable<string>): readonly string[] => {
  const text = textOf(files);
  const imported = text.matchAll(/^(?:import|export)[^;]*?["']([^."'][^"']*)["'];/gm);
  const required = text.matchAll(/\.load\("([^"]+)"\)/g);
  const names = [...imported, ...required].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !builtinModules.includes(name.replace('node:', '')));
};

const textOf = (files: Iterable<string>): string =>
  [...files].map((file) => texts.get(file) ?? '').join('\n');

test('the library exports what its source does', async () => {
  const built = (await import(join(dist, 'index.js'))) as object;
  expect(Object.keys(built).toSorted()).toEqual(Object.keys(source).toSorted());
});

test('each module is in one file, so that library and command line share it', () => {
  const places = new Map<string, Set<string>>();
  for (const [file, text] of texts) {
    for (const [, name = ''] of text.matchAll(/^ *\/\/ (src\/\S+\.ts)$/gm)) {
      places.set(name, (places.get(name) ?? new Set()).add(file));
    }
  }
  expect(places.has('src/error.ts')).toBe(true);
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});

const packages = ['commander', 'duckdb'];

test('packages stay outside; those in CommonJS are one file each, with their licence', () => {
  expect(textOf(texts.keys())).not.toMatch(/^ *\/\/ node_modules\//m);
  const others = readdirSync(bundle).filter((name) => !name.endsWith('.js'));
  const parts = packages.flatMap((name) => [`${name}.cjs`, `${name}.code`, `${name}.v8`]);
  expect(others.toSorted()).toEqual(parts);
  for (const name of packages) {
    expect(readFileSync(join(bundle, `${name}.code`), 'utf8')).toContain(
      'Permission is hereby granted',
    );
  }
});

test.each(packages)('what V8 keeps of %s is what it would compile, or is passed over', (name) => {
  const code = readFileSync(join(bundle, `${name}.code`), 'utf8');
  const kept = readFileSync(join(bundle, `${name}.v8`));
  expect(new Script(code, { cachedData: kept }).cachedDataRejected).toBe(false);
  const other = new Script(code, { cachedData: Buffer.from('of another V8') });
  expect(other.cachedDataRejected).toBe(true);
  expect(other.runInThisContext()).toBeTypeOf('function');
});

test('DuckDB is the one that its driver would load', () => {
  const load = createRequire(join(bundle, 'duckdb.cjs'));
  const bindings = createRequire(load.resolve('@duckdb/node-api')).resolve('@duckdb/node-bindings');
  expect((load('./duckdb.cjs') as typeof driver).version()).toMatch(/^v/);
  expect(load.cache[bindings]?.loaded).toBe(true);
});

test('help is loaded without the engine, the definitions and the views', () => {
  const files = loadedWith(join(dist, 'cli/main.js'));
  expect(files.size).toBeGreaterThan(2);
  const text = textOf(files);
  expect(text).toContain('// src/cli/program.ts');
  expect(packagesOf(files)).toEqual(['./commander.cjs']);
  expect(text).not.toMatch(/\/\/ src\/(?:engines|analytics|intake|views\/(?:html|text))\//);
});

test('who only defines analytics does not load the engine', () => {
  const files = loadedWith(join(dist, 'index.js'));
  expect(textOf(files)).toContain('// src/model/analytic.ts');
  expect(packagesOf(files)).toEqual(['typebox']);
});

test('a thread for decoding starts without the strict decoder', () => {
  const text = textOf(loadedWith(join(dist, 'intake/worker.js')));
  expect(text).toContain('// src/intake/column-decoder.ts');
  expect(text).not.toContain('// src/event/decode.ts');
});
