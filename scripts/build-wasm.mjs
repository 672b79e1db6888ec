// Compiles the decoder (src/intake/assembly, AssemblyScript) to src/intake/decoder.wasm, which is
// not committed, and copies it into dist/ where that exists. `--if-stale` leaves a newer one alone.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}src/intake/assembly`;
const output = `${root}src/intake/decoder.wasm`;

const isStale = () => {
  if (!existsSync(output)) return true;
  const built = statSync(output).mtimeMs;
  const files = readdirSync(source).map((name) => `${source}/${name}`);
  return [...files, fileURLToPath(import.meta.url)].some((file) => statSync(file).mtimeMs > built);
};

const run = (tool, ...args) =>
  execFileSync(process.execPath, [`${root}node_modules/${tool}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });

const compile = () => {
  // Written beside and renamed, so that a run at the same time never reads half a file.
  const fresh = `${output}.${process.pid}`;
  run(
    'assemblyscript/bin/asc.js',
    `${source}/index.ts`,
    ...['--outFile', fresh, '-O3', '--noAssert', '--runtime', 'stub'],
    ...['--enable', 'simd,threads', '--importMemory', '--sharedMemory'],
    ...['--initialMemory', '64', '--maximumMemory', '65536'],
    // Sizes are of 32 bits here, and stay so.
    ...['--disableWarning', '201'],
  );
  // The compiler's own optimiser (it comes with it) leaves many small functions as calls: 8 %.
  run(
    'binaryen/bin/wasm-opt',
    ...[fresh, '-o', fresh, '-O3'],
    ...['--always-inline-max-function-size=400', '--flexible-inline-max-function-size=400'],
    ...['--enable-simd', '--enable-threads', '--enable-bulk-memory', '--enable-sign-ext'],
    ...['--enable-mutable-globals', '--enable-nontrapping-float-to-int'],
  );
  renameSync(fresh, output);
};

/** Compiles where needed and puts a copy into dist/. */
export const buildWasm = ({ ifStale = false } = {}) => {
  if (!ifStale || isStale()) compile();
  if (existsSync(`${root}dist/intake`)) copyFileSync(output, `${root}dist/intake/decoder.wasm`);
};

/** Vitest's global setup: tests run from source and need the decoder beside it. */
export const setup = () => buildWasm({ ifStale: true });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildWasm({ ifStale: process.argv.includes('--if-stale') });
}
