import type { RecordSource } from '../sources/record-source.ts';
import { formatAddress } from './config/address.ts';
import { loadSecurity } from './kafka-access.ts';
import type { StreamSettings } from './stream-options.ts';

/**
 * Opens the log at an address.
 * @throws TonearmError where it cannot be reached, is not there, or takes somebody else
 */
export const openSource = async ({
  from,
  kafka,
}: Pick<StreamSettings, 'from' | 'kafka'>): Promise<RecordSource> => {
  if (from.kind === 'log') {
    const { openLogSource } = await import('../sources/log/log-source.ts');
    return openLogSource({ folder: from.folder });
  }
  const { openKafkaSource } = await import('../sources/kafka/kafka-source.ts');
  const { brokers, topic } = from;
  const name = formatAddress(from);
  const security = await loadSecurity(kafka);
  return openKafkaSource({ brokers, topic, name, security, clientId: 'tonearm-stream' });
};
