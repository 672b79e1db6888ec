// Builds dist/ from src/ with plain tsc; `npm ci` runs it through `prepare`.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';

const run = (bin, ...args) =>
  execFileSync(process.execPath, [bin, ...args], { stdio: 'inherit' });

rmSync('dist', { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
chmodSync('dist/cli/main.js', 0o755);
