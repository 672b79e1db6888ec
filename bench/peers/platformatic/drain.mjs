// node drain.mjs HOST:PORT TOPIC RECORDS
import { Consumer } from '@platformatic/kafka';
import { createCounts } from '../five-minute-counts.mjs';

const [broker, topic, records] = process.argv.slice(2);
// Its cost grows with the size of a fetch; 1 MiB was the best of those tried.
const consumer = new Consumer({
  clientId: 'peer',
  groupId: `peer-${process.pid}`,
  bootstrapBrokers: [broker],
  maxBytes: 1 << 20,
  autocommit: false,
});
const counts = createCounts();
let left = Number(records);

const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
for await (const { value } of stream) {
  counts.add(value.toString());
  left -= 1;
  if (left === 0) break;
}
counts.print();
await consumer.close(true);
