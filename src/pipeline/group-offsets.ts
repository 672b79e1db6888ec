import { messageOf } from '../error.ts';
import type { KafkaSource } from '../sources/kafka/kafka-source.ts';
import type { RecordSource } from '../sources/record-source.ts';
import type { Progress } from '../stream/progress.ts';
import type { StreamHost } from './stream-options.ts';

const everyMs = 5_000;

const isKafka = (source: RecordSource): source is KafkaSource => 'commitForMonitoring' in source;

/**
 * Tells Kafka how far a stream is, under the name of a group, for tools that show lag. Nothing here
 * reads it back, and a failure is told once and changes nothing.
 */
export const groupOffsets = (
  source: RecordSource,
  group: string,
  { clock, onNotice }: Pick<StreamHost, 'clock' | 'onNotice'>,
): ((progress: Progress) => void) => {
  if (!isKafka(source)) return () => undefined;
  let nextMs = 0;
  let isTold = false;
  return ({ sources }) => {
    if (clock.elapsedMs() < nextMs) return;
    nextMs = clock.elapsedMs() + everyMs;
    const positions = Object.entries(sources.endOffset).map(
      ([partition, next]) => [Number(partition), next] as const,
    );
    source.commitForMonitoring(group, new Map(positions)).catch((error: unknown) => {
      if (!isTold) onNotice(`offsets of group ${group} are not committed: ${messageOf(error)}`);
      isTold = true;
    });
  };
};
