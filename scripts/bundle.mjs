// Bundles the program: finding and linking 280 files takes a start longer than running them. The
// library, the command line and the thread are one build, so that they share their modules.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'esbuild';

const { resolve } = createRequire(import.meta.url);

const source = fileURLToPath(new URL('../src', import.meta.url));

/** Everything that is bundled is in this one folder. */
const folder = 'bundle';

/** The files that are found by name, and their part of the bundle. */
const entries = [
  { name: 'index', bundled: 'index', text: (from) => `export * from '${from}';\n` },
  {
    name: 'cli/main',
    bundled: 'main',
    text: (from) => `#!/usr/bin/env node\nimport '${from}';\n`,
  },
  { name: 'intake/worker', bundled: 'worker', text: (from) => `import '${from}';\n` },
];

/** `import.meta.url` stays the place of the one module, so that it finds what lies beside it. */
const places = {
  name: 'places',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = relative(source, path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const url = `new URL('../${place}', import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    }),
};

/**
 * Packages in CommonJS, each put into one file as it is: to import one, Node reads all its files
 * for names before it runs them, and DuckDB's driver is 180 files.
 */
const commonJs = [
  { name: '@duckdb/node-api', file: 'duckdb.cjs', licence: '../LICENSE' },
  { name: 'commander', file: 'commander.cjs', licence: 'LICENSE' },
];

const requireModule = `import { createRequire } from 'node:module';
export const load = createRequire(import.meta.url);`;

/** Takes such packages by `require`. */
const required = {
  name: 'required',
  setup: ({ onResolve, onLoad }) => {
    for (const { name, file } of commonJs) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: file, namespace: 'required' }));
    }
    onResolve({ filter: /^require$/, namespace: 'required' }, ({ path }) => ({
      path,
      namespace: 'require',
    }));
    onLoad({ filter: /^/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('require').load('./${path}');`,
    }));
    onLoad({ filter: /^/, namespace: 'require' }, () => ({ contents: requireModule }));
  },
};

const bindings = '@duckdb/node-bindings';

/** DuckDB itself is built for one platform: it stays outside, found where its driver finds it. */
const native = {
  name: 'native',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^${bindings}$`) }, ({ path }) => ({
      path,
      namespace: 'native',
    }));
    onLoad({ filter: /^/, namespace: 'native' }, () => ({
      contents: `const { createRequire } = require('node:module');
module.exports = createRequire(require.resolve('@duckdb/node-api'))('${bindings}');`,
    }));
  },
};

/** Uses as much of a package as most starts do, so that V8 has compiled that. */
const use = {
  '@duckdb/node-api': async ({ DuckDBInstance }) => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await (await connection.runAndReadAll('SELECT 1, $1', ['text'])).getRows();
    connection.closeSync();
    instance.closeSync();
  },
  commander: ({ Command, Option }) =>
    new Command('a').addOption(new Option('--b <c>')).parseAsync(['--b', 'c'], { from: 'user' }),
};

/** Runs the package with what V8 keeps of it; another V8 than that of the build compiles it anew. */
const loader = (code, cache) => `const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const filename = join(__dirname, '${code}');
const cachedData = readFileSync(join(__dirname, '${cache}'));
const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData });
script.runInThisContext()(exports, require, module, __filename, __dirname);
`;

/** The package as \`file\`, which runs its code in \`.code\` by V8's cache in \`.v8\`. */
const bundlePackage = async (dist, { name, file, licence }) => {
  const at = (part) => join(dist, folder, part);
  const [code, cache] = [file.replace('.cjs', '.code'), file.replace('.cjs', '.v8')];
  const text = readFileSync(join(dirname(resolve(name)), licence), 'utf8');
  await build({
    entryPoints: [resolve(name)],
    outfile: at(code),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    external: [name],
    plugins: [native],
    banner: { js: `/*\n${text}*/\n(function (exports, require, module, __filename, __dirname) {` },
    footer: { js: '})' },
    logLevel: 'warning',
  });
  const script = new Script(readFileSync(at(code), 'utf8'), { filename: at(code) });
  const module = { exports: {} };
  const own = createRequire(at(file));
  script.runInThisContext()(module.exports, own, module, at(file), dirname(at(file)));
  await use[name](module.exports);
  writeFileSync(at(cache), script.createCachedData());
  writeFileSync(at(file), loader(code, cache));
};

/**
 * Bundles src/ into `dist`, an absolute path; packages in ES modules stay outside, what is loaded
 * late stays a file of its own.
 */
export const bundle = async (dist) => {
  await build({
    entryPoints: entries.map(({ name, bundled }) => ({
      in: join(source, `${name}.ts`),
      out: bundled,
    })),
    outdir: join(dist, folder),
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    plugins: [places, required],
    logLevel: 'warning',
  });
  for (const one of commonJs) await bundlePackage(dist, one);
  for (const { name, bundled, text } of entries) {
    const file = join(dist, `${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    const from = relative(dirname(name), `${folder}/${bundled}.js`);
    writeFileSync(file, text(from.startsWith('.') ? from : `./${from}`));
  }
};
