import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './process.ts';

export const peerNames = ['chdb', 'polars', 'duckdb', 'pyspark'] as const;
export type PeerName = (typeof peerNames)[number];
export const defaultPeers: readonly PeerName[] = ['chdb', 'polars', 'duckdb'];

export const peerTitles: Readonly<Record<PeerName, string>> = {
  chdb: 'ClickHouse (chdb)',
  polars: 'Polars',
  duckdb: 'DuckDB, one SQL per table',
  pyspark: 'PySpark, local[2], cached',
};

/** A file of a peer's folder. */
export const peerFile = (peer: PeerName, file: string): string =>
  fileURLToPath(new URL(`peers/${peer}/${file}`, import.meta.url));

/** The libraries of a peer, as pinned, such as `polars==2.1.0`. */
export const requirementsOf = (peer: PeerName): readonly string[] =>
  readFileSync(peerFile(peer, 'requirements.txt'), 'utf8').trim().split('\n');

/** Changes with the program and its libraries. */
export const peerBuild = (peer: PeerName): string =>
  createHash('sha256')
    .update(readFileSync(peerFile(peer, 'report.py')))
    .update(requirementsOf(peer).join('\n'))
    .digest('hex')
    .slice(0, 12);

const environment = (work: string): string => join(work, 'venv');

/** Installs the peers' libraries into a virtual environment of the benchmark's own, once. */
export const installPeers = (peers: readonly PeerName[], work: string): void => {
  const venv = environment(work);
  mkdirSync(work, { recursive: true });
  if (!existsSync(join(venv, 'bin', 'python'))) {
    execFileSync('python3', ['-m', 'venv', venv], { stdio: ['ignore', 2, 2] });
  }
  for (const peer of peers) {
    const done = join(venv, `installed-${peer}`);
    const wanted = requirementsOf(peer).join('\n');
    if (existsSync(done) && readFileSync(done, 'utf8') === wanted) continue;
    process.stderr.write(`installing ${wanted.replaceAll('\n', ', ')}\n`);
    execFileSync(
      join(venv, 'bin', 'python'),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '-r',
        peerFile(peer, 'requirements.txt'),
      ],
      { stdio: ['ignore', 2, 2] },
    );
    writeFileSync(done, wanted);
  }
};

export const pythonOf = (work: string): string => join(environment(work), 'bin', 'python');

/** A PySpark program of its own: the JVM as the parent, so that all of it is what is measured. */
export const sparkSubmit = (
  work: string,
  { heapMb, jars = [] }: { readonly heapMb: number; readonly jars?: readonly string[] },
  program: readonly string[],
): Command => ({
  program: 'env',
  args: [
    `PYSPARK_PYTHON=${pythonOf(work)}`,
    ...[join(environment(work), 'bin', 'spark-submit'), '--master', 'local[2]'],
    ...['--driver-memory', `${heapMb}m`, '--conf', 'spark.ui.enabled=false'],
    ...(jars.length === 0 ? [] : ['--jars', jars.join(',')]),
    ...program,
  ],
});

/** The process that makes the report of one file. */
export const peerCommand = (peer: PeerName, input: string, out: string, work: string): Command => {
  const report = [peerFile(peer, 'report.py'), input, out];
  return peer === 'pyspark'
    ? sparkSubmit(work, { heapMb: 12_288 }, report)
    : { program: pythonOf(work), args: report };
};
