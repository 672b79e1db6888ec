// Builds dist/ from src/: the decoder's WebAssembly, then plain tsc; `npm ci` runs it (`prepare`).
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { buildWasm } from './build-wasm.mjs';

rmSync('dist', { recursive: true, force: true });
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json'],
  { stdio: 'inherit' },
);
buildWasm({ ifStale: true });
chmodSync('dist/cli/main.js', 0o755);
