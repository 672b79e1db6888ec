import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './process.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const main = join(dist, 'cli', 'main.js');

/** The built command line. @throws Error where it is not built */
export const tonearm = (args: readonly string[]): Command => {
  if (!existsSync(main)) throw new Error('dist/ is not built; run npm run build first');
  return { program: process.execPath, args: [main, ...args] };
};

/** Changes with every file of the build. */
export const tonearmBuild = (): string => {
  const hash = createHash('sha256');
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (/\.(?:js|wasm)$/.test(name)) hash.update(name).update(readFileSync(join(dist, name)));
  }
  return hash.digest('hex').slice(0, 12);
};
