import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const commit = (): string => {
  try {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const changed = git('status', '--porcelain', '--', 'src').trim() !== '';
    return ` (${git('rev-parse', '--short', 'HEAD').trim()}${changed ? ', with changes' : ''})`;
  } catch {
    return '';
  }
};

const versionOf = (path: string): string =>
  (JSON.parse(readFileSync(`${root}${path}package.json`, 'utf8')) as { version: string }).version;

/** What the figures depend on, as lines of text. */
export const machineLines = (): readonly string[] => [
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ` +
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${type()} ${release()}`,
  `Tonearm ${versionOf('')}${commit()}, Node ${process.versions.node}, ` +
    `@duckdb/node-api ${versionOf('node_modules/@duckdb/node-api/')}`,
];
