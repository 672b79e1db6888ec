import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** An environment in which these programs, shell scripts by name, come before all others. */
export const withPrograms = (
  folder: string,
  programs: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv => {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
};
