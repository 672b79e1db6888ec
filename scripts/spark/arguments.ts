import { join } from 'node:path';

export interface SparkSettings {
  readonly host: string;
  readonly port: number;
  /** Tasks at a time, `local[N]`. */
  readonly cores: number;
  readonly heapMb: number;
  readonly shufflePartitions: number;
  /** Of the Java that runs it. */
  readonly javaVersion: number;
  /** Compiles less: for runs of a minute, not of an hour. */
  readonly quick?: boolean;
  /** More `spark.…` settings. */
  readonly overrides?: Readonly<Record<string, string>>;
}

export interface SparkFolders {
  readonly jars: string;
  /** Shuffles, spills, state between checkpoints. */
  readonly scratch: string;
  readonly warehouse: string;
  readonly log4j: string;
}

const opened = [
  'java.lang',
  'java.lang.invoke',
  'java.lang.reflect',
  'java.io',
  'java.net',
  'java.nio',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'jdk.internal.ref',
  'sun.nio.ch',
  'sun.nio.cs',
  'sun.security.action',
  'sun.util.calendar',
].map((name) => `java.base/${name}`);

/** What Spark's own launcher gives to a JVM. */
const moduleFlags = (javaVersion: number): readonly string[] => [
  '-XX:+IgnoreUnrecognizedVMOptions',
  '--add-modules=jdk.incubator.vector',
  ...[...opened, 'java.security.jgss/sun.security.krb5'].map(
    (name) => `--add-opens=${name}=ALL-UNNAMED`,
  ),
  '-Djdk.reflect.useDirectMethodHandle=false',
  '-Dio.netty.tryReflectionSetAccessible=true',
  '--enable-native-access=ALL-UNNAMED',
  ...(javaVersion >= 25 ? ['--sun-misc-unsafe-memory-access=allow'] : []),
];

/** The arguments of `java` for a Connect server that only this machine reaches. */
export const sparkArguments = (
  settings: SparkSettings,
  folders: SparkFolders,
): readonly string[] => {
  const { host, port, cores, heapMb, shufflePartitions, javaVersion, quick = false } = settings;
  const configuration = {
    'spark.master': `local[${cores}]`,
    'spark.app.name': 'tonearm',
    'spark.ui.enabled': 'false',
    'spark.connect.grpc.binding.address': host,
    'spark.connect.grpc.binding.port': String(port),
    'spark.driver.host': host,
    'spark.driver.bindAddress': host,
    'spark.local.dir': folders.scratch,
    'spark.sql.warehouse.dir': folders.warehouse,
    'spark.sql.shuffle.partitions': String(shufflePartitions),
    'spark.sql.session.timeZone': 'UTC',
    ...settings.overrides,
  };
  return [
    ...moduleFlags(javaVersion),
    `-Xmx${heapMb}m`,
    // The default of the JVM on more cores; on few the others only take turns with the tasks.
    ...(cores <= 2 ? ['-XX:+UseSerialGC'] : []),
    // With one compiler alone the JVM reserves 48 MB for code, and interprets once they are full.
    ...(quick ? ['-XX:TieredStopAtLevel=1', '-XX:ReservedCodeCacheSize=256m'] : []),
    '-Duser.timezone=UTC',
    `-Dlog4j2.configurationFile=${folders.log4j}`,
    ...Object.entries(configuration).map(([key, value]) => `-D${key}=${value}`),
    '-cp',
    join(folders.jars, '*'),
    'org.apache.spark.sql.connect.service.SparkConnectServer',
  ];
};
