import { murmur2, partitionOf } from '../../src/kafka/murmur2.ts';
import { openKafkaSink } from '../../src/sinks/kafka/record-sink.ts';
import type { RecordSink } from '../../src/sinks/record-sink.ts';
import { measureProcess } from '../process.ts';
import { tonearm } from '../tonearm.ts';
import { topicAddress, type Bench } from './bench.ts';
import { linesOf, setTime, timeOf, wholeLines, type Line } from './lines.ts';

const msPerHour = 3_600_000;

/** How the events of a file go to partitions. */
export type Route =
  /** By the hash of the user, by `tonearm produce`. */
  | 'usual'
  /** Half of the users in the first partition. */
  | 'skewed'
  /** By the hash of the user, each partition an hour behind the one before. */
  | 'lagging';

export interface TopicShape {
  readonly topic: string;
  readonly partitions: number;
  readonly route: Route;
}

/** A producer within the bench, which makes the topic. */
export const openTopic = (
  { bootstrap }: Pick<Bench, 'bootstrap'>,
  topic: string,
  partitions: number,
): Promise<RecordSink> => {
  const [host = '', port = ''] = bootstrap.split(':');
  return openKafkaSink({
    name: topicAddress({ bootstrap }, topic),
    brokers: [{ host, port: Number(port) }],
    topic,
    clientId: 'tonearm-bench',
    createTopic: true,
    partitions,
    codec: 'none',
    nowMs: Date.now,
    onNotice: (text) => void process.stderr.write(`${text}\n`),
  });
};

/** For every partition a key that Kafka's hash sends there. */
const keysFor = (partitions: number): readonly Buffer[] => {
  const keys: Buffer[] = [];
  for (let number = 0; Object.keys(keys).length < partitions; number += 1) {
    const key = Buffer.from(`k${number}`);
    keys[partitionOf(key, 0, key.length, partitions)] ??= key;
  }
  return keys;
};

const partitionFor = (
  bytes: Buffer,
  { userFrom, userTo }: Line,
  { partitions, route }: TopicShape,
): number => {
  if (userFrom < 0) return 0;
  const hash = murmur2(bytes, userFrom, userTo) & 0x7fffffff;
  if (route !== 'skewed') return hash % partitions;
  return hash % 2 === 0 ? 0 : 1 + ((hash >>> 1) % (partitions - 1));
};

const sendRouted = async (
  bench: Pick<Bench, 'bootstrap'>,
  path: string,
  shape: TopicShape,
): Promise<void> => {
  const keys = keysFor(shape.partitions);
  const sink = await openTopic(bench, shape.topic, shape.partitions);
  try {
    for await (const bytes of wholeLines(path)) {
      for (const line of linesOf(bytes)) {
        const partition = partitionFor(bytes, line, shape);
        if (shape.route === 'lagging' && line.time >= 0) {
          setTime(bytes, line, timeOf(bytes, line) - partition * msPerHour);
        }
        sink.add(keys[partition] ?? null, bytes.subarray(line.from, line.to));
        const ready = sink.ready();
        if (ready !== undefined) await ready;
      }
    }
    await sink.flush();
  } finally {
    await sink.close();
  }
};

/** Sends a file into a new topic. */
export const fillTopic = async (
  bench: Pick<Bench, 'bootstrap'>,
  path: string,
  shape: TopicShape,
): Promise<void> => {
  const { topic, partitions, route } = shape;
  if (route !== 'usual') return sendRouted(bench, path, shape);
  await measureProcess(
    tonearm([
      ...['produce', '--to', topicAddress(bench, topic), '--input', path, '--quiet'],
      ...['--create-topic', '--partitions', String(partitions)],
    ]),
  );
};
