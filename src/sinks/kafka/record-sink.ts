import { openProducer, type ProducerOptions } from '../../kafka/produce-records.ts';
import type { RecordSink } from '../record-sink.ts';

const noKey = -1;

/**
 * Sends records to a topic, each once and in the order of its key, through outages of brokers.
 * @throws TonearmError SINK_FAILED, TOPIC_MISSING, USAGE
 */
export const openKafkaSink = async (options: ProducerOptions): Promise<RecordSink> => {
  const producer = await openProducer(options);
  return {
    name: options.name,
    partitions: producer.partitions,
    add(key, value) {
      const bytes = key === null ? value : Buffer.concat([key, value]);
      const length = key?.length ?? 0;
      producer.add(bytes, key === null ? noKey : 0, length, length, bytes.length);
    },
    addSlice: (bytes, keyFrom, keyTo, from, to) => producer.add(bytes, keyFrom, keyTo, from, to),
    ready: () => producer.ready(),
    flush: () => producer.flush(),
    counts: () => producer.counts(),
    close: () => producer.close(),
  };
};
