import { writableCodecs } from '../../../kafka/writable-codecs.ts';
import { address } from '../address.ts';
import { count, factor, real } from '../number-types.ts';
import { option, toggled, withDefault } from '../option.ts';
import { oneOf, paths } from '../text-types.ts';

export const produceOptions = {
  produceTo: option({
    type: address,
    flag: 'to',
    description:
      'where events go: kafka://host:9092[,host2]/topic, or file:DIR, the embedded log, made if missing',
    group: 'Output',
    commands: ['produce'],
    flagOnly: true,
    required: true,
  }),
  input: option({
    type: paths,
    defaultWords: 'generated events',
    description: 'sends the lines of NDJSON files as they are, in order; - for standard input',
    group: 'Input',
    commands: ['produce'],
    flagOnly: true,
  }),
  speed: option({
    type: factor,
    defaultWords: 'as fast as possible',
    description: 'sends files at the pace of their event_time times this: 1x, 60x',
    group: 'Input',
    commands: ['produce'],
    flagOnly: true,
  }),
  rate: option({
    type: real(0.001, 10_000_000, 'events a second, 0.001 to 10000000'),
    defaultWords: 'as fast as possible',
    description: 'events a second; generated ones then happen now, without --events until stopped',
    group: 'What to generate',
    commands: ['produce'],
    flagOnly: true,
  }),
  partitions: option({
    type: count(1, 10_000),
    defaultWords: 'those there are; in a new log 4, in a new topic what the brokers say',
    description: 'partitions of a log or topic that is made',
    group: 'Output',
    commands: ['produce'],
    flagOnly: true,
  }),
  createTopic: toggled({
    description: 'makes the topic where it is missing',
    group: 'Output',
    commands: ['produce'],
    flagOnly: true,
  }),
  compression: withDefault({
    type: oneOf('CODEC', writableCodecs),
    default: 'none',
    description: `how batches are compressed on their way to Kafka: ${writableCodecs.join(', ')}`,
    group: 'Output',
    commands: ['produce', 'config'],
  }),
};
