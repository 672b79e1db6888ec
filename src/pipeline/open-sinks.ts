import type { ProducerOptions } from '../kafka/produce-records.ts';
import type { PaneSink } from '../sinks/pane-sink.ts';
import type { RowSink } from '../sinks/row-sink.ts';
import { type Address, formatAddress, type KafkaAddress } from './config/address.ts';
import { type KafkaAccess, loadSecurity } from './kafka-access.ts';
import type { StreamHost } from './stream-options.ts';

type SinkHost = Pick<StreamHost, 'clock' | 'newId' | 'onNotice' | 'onSinkNotice'> & {
  readonly kafka: KafkaAccess | undefined;
};

const producerOptions = async (
  address: KafkaAddress,
  { clock, kafka, onNotice, onSinkNotice = onNotice }: SinkHost,
): Promise<ProducerOptions> => ({
  name: formatAddress(address),
  brokers: address.brokers,
  topic: address.topic,
  clientId: 'tonearm-stream',
  security: await loadSecurity(kafka),
  createTopic: true,
  partitions: undefined,
  codec: 'lz4',
  nowMs: () => Math.floor(clock.nowUs() / 1000),
  onNotice: onSinkNotice,
});

/** Opens the destination of panes at an address. @throws TonearmError */
export const openPaneSink = async (address: Address, host: SinkHost): Promise<PaneSink> => {
  if (address.kind === 'log') {
    const { openPaneLog } = await import('../sinks/pane-log/pane-log-sink.ts');
    return openPaneLog({ folder: address.folder, newId: host.newId });
  }
  const { openKafkaPaneSink } = await import('../sinks/kafka/pane-sink.ts');
  return openKafkaPaneSink(await producerOptions(address, host));
};

/** Opens the destination of late or rejected rows: a topic, or a file of NDJSON. @throws TonearmError */
export const openRowSink = async (address: Address, host: SinkHost): Promise<RowSink> => {
  if (address.kind === 'log') {
    const { openEventRows } = await import('../sinks/event-rows/event-rows-sink.ts');
    return openEventRows({ path: address.folder });
  }
  const { openKafkaRowSink } = await import('../sinks/kafka/row-sink.ts');
  return openKafkaRowSink(await producerOptions(address, host));
};
