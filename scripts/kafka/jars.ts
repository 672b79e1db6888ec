import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const kafkaVersion = '4.2.2';

const artifacts = [
  ['org.apache.kafka', 'kafka_2.13', kafkaVersion],
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
];

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tonearm</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${artifacts
  .map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  )
  .join('\n')}
  </dependencies>
</project>
`;

/** Where the broker's jars are kept between runs. */
export const jarsFolder = (environment: NodeJS.ProcessEnv): string =>
  join(
    environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
    'tonearm',
    `kafka-${kafkaVersion}`,
  );

/** The folder of the broker's jars, fetched through Maven (44 MB) where they are not there yet. */
export const fetchJars = async (
  environment: NodeJS.ProcessEnv,
  onFetch: (text: string) => void,
): Promise<string> => {
  const folder = jarsFolder(environment);
  if (existsSync(folder)) return folder;
  onFetch(`fetching Kafka ${kafkaVersion} through Maven into ${folder}`);
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(staging, 'pom.xml'), pom);
    await promisify(execFile)(
      'mvn',
      ['-B', '-q', copyDependencies, '-DincludeScope=runtime', '-DoutputDirectory=jars'],
      { cwd: staging, env: environment },
    );
    await rename(join(staging, 'jars'), folder).catch((error: unknown) => {
      // Another run was quicker.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
};
