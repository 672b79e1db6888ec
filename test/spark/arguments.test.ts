import { describe, expect, test } from 'vitest';
import { sparkArguments, type SparkSettings } from '../../scripts/spark/arguments.ts';

const settings: SparkSettings = {
  host: '127.0.0.1',
  port: 15_002,
  cores: 2,
  heapMb: 1_024,
  shufflePartitions: 4,
  javaVersion: 17,
};

const folders = { jars: '/jars', scratch: '/scratch', warehouse: '/warehouse', log4j: '/log4j' };

const argumentsOf = (other: Partial<SparkSettings> = {}): readonly string[] =>
  sparkArguments({ ...settings, ...other }, folders);

describe('the arguments of Spark', () => {
  test('end with the Connect server, after its jars', () => {
    expect(argumentsOf().slice(-3)).toEqual([
      '-cp',
      '/jars/*',
      'org.apache.spark.sql.connect.service.SparkConnectServer',
    ]);
  });

  test('bind everything to the host, in UTC', () => {
    expect(argumentsOf()).toEqual(
      expect.arrayContaining([
        '-Dspark.connect.grpc.binding.address=127.0.0.1',
        '-Dspark.connect.grpc.binding.port=15002',
        '-Dspark.driver.host=127.0.0.1',
        '-Dspark.driver.bindAddress=127.0.0.1',
        '-Dspark.ui.enabled=false',
        '-Dspark.sql.session.timeZone=UTC',
        '-Duser.timezone=UTC',
      ]),
    );
  });

  test('say how much it may take, and where', () => {
    expect(argumentsOf()).toEqual(
      expect.arrayContaining([
        '-Xmx1024m',
        '-Dspark.master=local[2]',
        '-Dspark.sql.shuffle.partitions=4',
        '-Dspark.local.dir=/scratch',
        '-Dspark.sql.warehouse.dir=/warehouse',
        '-Dlog4j2.configurationFile=/log4j',
      ]),
    );
  });

  test('open the packages that Spark reaches into', () => {
    const opened = argumentsOf().filter((text) => text.startsWith('--add-opens='));
    expect(opened.length).toBe(15);
    expect(opened).toContain('--add-opens=java.base/sun.nio.ch=ALL-UNNAMED');
  });

  test('take settings of the user last, each name once', () => {
    const given = argumentsOf({
      overrides: { 'spark.ui.enabled': 'true', 'spark.sql.ansi.enabled': 'false' },
    });
    expect(given.filter((text) => text.startsWith('-Dspark.ui.enabled='))).toEqual([
      '-Dspark.ui.enabled=true',
    ]);
    expect(given).toContain('-Dspark.sql.ansi.enabled=false');
  });

  test('follow cores, Java and haste', () => {
    const quick = '-XX:TieredStopAtLevel=1';
    const unsafe = '--sun-misc-unsafe-memory-access=allow';
    expect(argumentsOf()).toContain('-XX:+UseSerialGC');
    expect(argumentsOf({ cores: 8 })).not.toContain('-XX:+UseSerialGC');
    expect([argumentsOf().includes(quick), argumentsOf({ quick: true }).includes(quick)]).toEqual([
      false,
      true,
    ]);
    // Unknown to Java 17, which would not start with it.
    expect(
      [17, 21, 25].map((javaVersion) => argumentsOf({ javaVersion }).includes(unsafe)),
    ).toEqual([false, false, true]);
  });
});
