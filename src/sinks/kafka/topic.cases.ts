import { Consumer, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka';

/** A record as the stock consumer gives it. */
export interface ReadRecord {
  readonly partition: number;
  readonly key: string | undefined;
  readonly value: string;
}

/** Every record of a topic, by partition and offset, read with the stock consumer. */
export const readTopic = async (broker: string, topic: string): Promise<readonly ReadRecord[]> => {
  const consumer = new Consumer({
    clientId: 'reader',
    groupId: `reader-${topic}`,
    bootstrapBrokers: [broker],
    deserializers: stringDeserializers,
    maxBytes: 1 << 20,
  });
  const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
  const count = ends.reduce((sum, end) => sum + Number(end), 0);
  const records: (ReadRecord & { readonly offset: bigint })[] = [];
  if (count > 0) {
    const mode = MessagesStreamModes.EARLIEST;
    const stream = await consumer.consume({ topics: [topic], mode, autocommit: false });
    for await (const { partition, offset, key, value } of stream) {
      records.push({ partition, offset, key, value });
      if (records.length >= count) break;
    }
    await stream.close();
  }
  await consumer.close(true);
  return records
    .toSorted((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1))
    .map(({ partition, key, value }) => ({ partition, key, value }));
};
