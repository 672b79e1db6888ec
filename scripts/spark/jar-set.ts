import type { JarSet } from '../jvm/jars.ts';

const version = '4.2.0';

const artifact = (name: string): readonly [string, string, string] => [
  'org.apache.spark',
  `${name}_2.13`,
  version,
];

/** Connect server and Kafka connector. Without mllib: releasing a session fails, all else works. */
export const sparkJars: JarSet = {
  title: `Spark ${version}`,
  name: `spark-${version}`,
  megabytes: 300,
  artifacts: ['spark-connect', 'spark-sql', 'spark-sql-kafka-0-10'].map(artifact),
};
