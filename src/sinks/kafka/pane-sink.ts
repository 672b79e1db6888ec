import { formatInstant } from '../../event/time.ts';
import { openProducer, type ProducerOptions } from '../../kafka/produce-records.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import type { PaneSink } from '../pane-sink.ts';

/** `popular_songs|2026-11-22T10:15:00Z|2026-11-22T10:20:00Z`: compaction keeps the newest pane. */
export const paneKey = ({ analytic, start, end }: PaneLine): string =>
  `${analytic}|${formatInstant(start)}|${formatInstant(end)}`;

/**
 * Sends panes to a topic as JSON, keyed by analytic and window; a pane that comes again comes
 * again to its key.
 * @throws TonearmError SINK_FAILED, TOPIC_MISSING, USAGE
 */
export const openKafkaPaneSink = async (options: ProducerOptions): Promise<PaneSink> => {
  const producer = await openProducer(options);
  return {
    name: options.name,
    async deliver(panes) {
      for (const pane of panes) {
        const key = paneKey(pane);
        const bytes = Buffer.from(key + pane.json);
        const keyTo = Buffer.byteLength(key);
        producer.add(bytes, 0, keyTo, keyTo, bytes.length);
      }
      await producer.flush();
    },
    close: () => producer.close(),
  };
};
