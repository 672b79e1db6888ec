import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { jarsFolder } from './jars.ts';

/** What the machine lacks to start a broker, in words; undefined where nothing is missing. */
export const missingTools = (environment: NodeJS.ProcessEnv): string | undefined => {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(java.stderr ?? '')?.[1];
  if (version === undefined) return 'a Kafka broker needs Java 17 or newer, and there is no java';
  if (Number(version) < 17) return `a Kafka broker needs Java 17 or newer, this is ${version}`;
  if (existsSync(jarsFolder(environment))) return undefined;
  const maven = spawnSync('mvn', ['-v'], { encoding: 'utf8' });
  return maven.status === 0 ? undefined : 'the jars of Kafka come through Maven, and there is none';
};
