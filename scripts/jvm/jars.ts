import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pomText, type Artifact } from './pom.ts';

/** The jars of one server. */
export interface JarSet {
  /** As people call the server. */
  readonly title: string;
  /** Folder in the cache, with the version. */
  readonly name: string;
  /** Rounded, of the download. */
  readonly megabytes: number;
  /** Those that they depend on come along. */
  readonly artifacts: readonly Artifact[];
}

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** Where the jars are kept between runs. */
export const jarsFolder = (environment: NodeJS.ProcessEnv, { name }: JarSet): string =>
  join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tonearm', name);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const stagingPrefix = ({ name }: JarSet): string => `.staging-${name}-`;

/** Removes what runs that were killed have left. */
const removeStale = async (cache: string, jars: JarSet): Promise<void> => {
  const prefix = stagingPrefix(jars);
  for (const name of await readdir(cache)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
};

const maven = async (folder: string, environment: NodeJS.ProcessEnv): Promise<void> => {
  const args = ['-B', '-q', copyDependencies, '-DincludeScope=runtime', '-DoutputDirectory=jars'];
  await promisify(execFile)('mvn', args, { cwd: folder, env: environment }).catch(
    (cause: { readonly stdout?: string }) => {
      // Maven writes its errors to stdout; the first says what is missing.
      const lines = (cause.stdout ?? '').split('\n').filter((line) => line.includes('[ERROR]'));
      throw new Error(`Maven does not get the jars: ${lines.slice(0, 2).join(' ')}`, { cause });
    },
  );
};

/** The folder of the jars, fetched through Maven where they are not there yet. */
export const fetchJars = async (
  jars: JarSet,
  environment: NodeJS.ProcessEnv,
  onFetch: (text: string) => void,
): Promise<string> => {
  const folder = jarsFolder(environment, jars);
  if (existsSync(folder)) return folder;
  onFetch(`fetching ${jars.title} through Maven (${jars.megabytes} MB) into ${folder}`);
  const cache = dirname(folder);
  await mkdir(cache, { recursive: true });
  await removeStale(cache, jars);
  const staging = join(cache, `${stagingPrefix(jars)}${process.pid}`);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
  try {
    await writeFile(join(staging, 'pom.xml'), pomText(jars.name, jars.artifacts));
    await maven(staging, environment);
    await rename(join(staging, 'jars'), folder).catch((error: unknown) => {
      // Another run was quicker.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
};
