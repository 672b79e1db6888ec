// node drain.mjs HOST:PORT TOPIC RECORDS FOLDER-OF-KAFKAJS
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createCounts } from '../five-minute-counts.mjs';

const [broker, topic, records, folder] = process.argv.slice(2);
const { Kafka, logLevel } = createRequire(join(folder, 'package.json'))('kafkajs');

const kafka = new Kafka({ clientId: 'peer', brokers: [broker], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `peer-${process.pid}` });
const counts = createCounts();
let left = Number(records);

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await new Promise((resolve, reject) => {
  consumer
    .run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) counts.add(value.toString());
        left -= batch.messages.length;
        if (left === 0) resolve();
      },
    })
    .catch(reject);
});
counts.print();
await consumer.disconnect();
