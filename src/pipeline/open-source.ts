import type { RecordSource } from '../sources/record-source.ts';
import { type Address, formatAddress } from './config/address.ts';

/** Opens the log at an address. @throws TonearmError where it cannot be reached or is not there */
export const openSource = async (address: Address): Promise<RecordSource> => {
  if (address.kind === 'log') {
    const { openLogSource } = await import('../sources/log/log-source.ts');
    return openLogSource({ folder: address.folder });
  }
  const { openKafkaSource } = await import('../sources/kafka/kafka-source.ts');
  const { brokers, topic } = address;
  const name = formatAddress(address);
  return openKafkaSource({ brokers, topic, name, clientId: 'tonearm-stream' });
};
