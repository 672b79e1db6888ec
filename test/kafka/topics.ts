import { Admin, Producer, type CompressionAlgorithmValue } from '@platformatic/kafka';

/** One record for the stock producer. */
export interface StockRecord {
  readonly partition: number;
  readonly value: string | null;
  readonly key?: string;
}

const all = -1;

/** The stock client, to do to a cluster what others do to it. */
export interface StockClient {
  readonly admin: Admin;
  readonly producer: Producer<Buffer, Buffer | null>;
  createTopic(
    name: string,
    partitions: number,
    configs?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** One batch per partition and call. */
  send(
    topic: string,
    records: readonly StockRecord[],
    compression?: CompressionAlgorithmValue,
  ): Promise<void>;
  /** A producer with transactions, for one test. */
  transactional(id: string): Producer<Buffer, Buffer | null>;
  close(): Promise<void>;
}

const toBuffer = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));

/** The records as the stock producer takes them. */
export const stockMessages = (
  topic: string,
  records: readonly StockRecord[],
): { topic: string; partition: number; value: Buffer | null; key?: Buffer }[] =>
  records.map(({ partition, value, key }) => ({
    topic,
    partition,
    value: toBuffer(value),
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
  }));

export const createStockClient = (bootstrap: string): StockClient => {
  const options = {
    clientId: 'stock',
    bootstrapBrokers: [bootstrap],
    retries: 60,
    retryDelay: 250,
  };
  const admin = new Admin(options);
  const producer = new Producer<Buffer, Buffer | null>({
    ...options,
    // What is sent again after an error is not there twice.
    idempotent: true,
    acks: all,
  });
  const opened: Producer<Buffer, Buffer | null>[] = [producer];
  return {
    admin,
    producer,
    async createTopic(name, partitions, configs = {}) {
      const entries = Object.entries(configs).map(([name, value]) => ({ name, value }));
      await admin.createTopics({ topics: [name], partitions, replicas: 1, configs: entries });
    },
    async send(topic, records, compression = 'none') {
      const messages = stockMessages(topic, records) as never[];
      await producer.send({ messages, acks: all, compression });
    },
    transactional(id) {
      const transactional = new Producer<Buffer, Buffer | null>({
        ...options,
        transactionalId: id,
        idempotent: true,
        acks: all,
      });
      opened.push(transactional);
      return transactional;
    },
    async close() {
      await Promise.all(opened.map((producer) => producer.close()));
      await admin.close();
    },
  };
};
