import type { JarSet } from '../jvm/jars.ts';

const version = '4.2.2';

export const kafkaJars: JarSet = {
  title: `Kafka ${version}`,
  name: `kafka-${version}`,
  megabytes: 44,
  artifacts: [
    ['org.apache.kafka', 'kafka_2.13', version],
    ['org.slf4j', 'slf4j-simple', '1.7.36'],
  ],
};
