import type { RecordSink } from '../../sinks/record-sink.ts';
import { formatAddress } from '../config/address.ts';
import { loadSecurity } from '../kafka-access.ts';
import type { ProduceHost, ProduceOptions } from './options.ts';

const clientId = 'tonearm-produce';

/** The log at the address, open for writing; clients are loaded where they are needed. */
export const openRecordSink = async (
  {
    to,
    kafka,
    partitions,
    createTopic,
    codec,
  }: Pick<ProduceOptions, 'to' | 'kafka' | 'partitions' | 'createTopic' | 'codec'>,
  { now, newId, onNotice }: Pick<ProduceHost, 'now' | 'newId' | 'onNotice'>,
): Promise<RecordSink> => {
  if (to.kind === 'log') {
    const { openLogSink } = await import('../../sinks/log/record-sink.ts');
    return openLogSink({ folder: to.folder, partitions, newId });
  }
  const { openKafkaSink } = await import('../../sinks/kafka/record-sink.ts');
  return openKafkaSink({
    name: formatAddress(to),
    brokers: to.brokers,
    topic: to.topic,
    clientId,
    security: await loadSecurity(kafka),
    createTopic,
    partitions,
    codec,
    nowMs: () => Math.floor(now() / 1000),
    onNotice,
  });
};
