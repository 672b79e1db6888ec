// Builds dist/ from src/: the program by esbuild, the decoder's WebAssembly, types by tsc; `npm ci`
// runs it (`prepare`). A new dist/ replaces the one before as a whole.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildWasm } from './build-wasm.mjs';
import { bundle } from './bundle.mjs';

const made = mkdtempSync(resolve('node_modules/.tonearm-dist-'));
chmodSync(made, 0o755);
try {
  await bundle(made);
  buildWasm({ ifStale: true });
  copyFileSync('src/intake/decoder.wasm', join(made, 'intake/decoder.wasm'));
  chmodSync(join(made, 'cli/main.js'), 0o755);
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', made],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
  rmSync('dist', { recursive: true, force: true });
  renameSync(made, 'dist');
} finally {
  rmSync(made, { recursive: true, force: true });
}
