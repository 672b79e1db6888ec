import { openProducer, type ProducerOptions } from '../../kafka/produce-records.ts';
import type { RowSink } from '../row-sink.ts';

/**
 * Sends late or rejected rows to a topic as JSON, without a key.
 * @throws TonearmError SINK_FAILED, TOPIC_MISSING, USAGE
 */
export const openKafkaRowSink = async (options: ProducerOptions): Promise<RowSink> => {
  const producer = await openProducer(options);
  return {
    name: options.name,
    async deliver(rows) {
      for (const row of rows) {
        const bytes = Buffer.from(row);
        producer.add(bytes, 0, 0, 0, bytes.length);
        await producer.ready();
      }
      await producer.flush();
    },
    close: () => producer.close(),
  };
};
