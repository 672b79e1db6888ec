import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { jarsFolder, type JarSet } from './jars.ts';

/** The major version of the Java on the path; undefined where there is none. */
export const javaVersion = (): number | undefined => {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(stderr ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
};

/** What the machine lacks to start a server, in words; undefined where nothing is missing. */
export const missingTools = (jars: JarSet, environment: NodeJS.ProcessEnv): string | undefined => {
  const version = javaVersion();
  const needs = `${jars.title} needs Java 17 or newer`;
  if (version === undefined) return `${needs}, and there is no java`;
  if (version < 17) return `${needs}, this is ${version}`;
  if (existsSync(jarsFolder(environment, jars))) return undefined;
  return spawnSync('mvn', ['-v']).status === 0
    ? undefined
    : `the jars of ${jars.title} come through Maven, and there is none`;
};
