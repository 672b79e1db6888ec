import { openTarget } from '../../../kafka/produce-open.ts';
import { openKafkaSource, type KafkaSource } from '../../../sources/kafka/kafka-source.ts';
import { formatAddress, type KafkaAddress } from '../../config/address.ts';
import { loadSecurity } from '../../kafka-access.ts';
import type { StreamSettings } from '../../stream-options.ts';

/** Bytes of a pane, which holds all rows of a window: more than brokers take unless they are told to. */
export const longestPane = 16 << 20;

/** Rows of open windows are of no use later: the newest pane of each window is kept. */
const configs = {
  'max.message.bytes': String(longestPane),
  'cleanup.policy': 'compact,delete',
};

/** Where Spark puts panes unless `--to` says it: beside the topic that it reads. */
export const resultsAddress = ({
  from,
  to,
}: {
  readonly from: KafkaAddress;
  readonly to: StreamSettings['to'];
}): KafkaAddress => {
  const given = to.find((address) => address.kind === 'kafka');
  return given ?? { ...from, topic: `${from.topic}-panes` };
};

/** The topic that Spark writes to, made where it is missing. @throws TonearmError */
export const openResults = async (
  address: KafkaAddress,
  kafka: StreamSettings['kafka'],
): Promise<KafkaSource> => {
  const { brokers, topic } = address;
  const clientId = 'tonearm-stream';
  const target = { name: formatAddress(address), brokers, topic, clientId };
  const security = await loadSecurity(kafka);
  const made = await openTarget({
    ...target,
    security,
    createTopic: true,
    partitions: undefined,
    configs,
  });
  await made.client.close();
  return openKafkaSource({ ...target, security, longest: longestPane });
};
