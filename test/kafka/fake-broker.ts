import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Reader, Writer } from '@platformatic/kafka';

/** A partition of the topic that fake brokers serve. */
export interface FakePartition {
  /** The broker that leads it, by its number; undefined for nobody. */
  leader: number | undefined;
  epoch: number;
  /** Record batches in their order, each with the offset behind it. */
  readonly batches: { readonly bytes: Buffer; readonly behind: number }[];
  /** Answers to the next fetches, instead of records. */
  readonly errors: number[];
  /** The first offset that is there. */
  first: number;
}

/** What all fake brokers of a cluster know; a test changes it as it goes. */
export interface FakeCluster {
  readonly topic: string;
  topicId: string;
  readonly partitions: FakePartition[];
  /** Ports of the brokers, by their number. */
  readonly ports: number[];
  /** How often each was asked for records. */
  readonly fetches: number[];
  /** Bytes of an answer that are left away at its end, but not of what an empty one has. */
  cutBytes: number;
  /** Of record batches that were handed out. */
  recordBytes: number;
  /** Ends the connections to one of them. */
  disconnect(node: number): void;
  close(): Promise<void>;
}

const api = { fetch: 1, listOffsets: 2, metadata: 3 };
const code = { none: 0, offsetOutOfRange: 1, notLeader: 6, fencedEpoch: 74, unknownTopicId: 100 };

const endOf = ({ batches, first }: FakePartition): number => batches.at(-1)?.behind ?? first;

const metadata = ({ ports, topic, topicId, partitions }: FakeCluster): Writer =>
  Writer.create()
    .appendInt32(0)
    .appendArray([...ports.entries()], (writer, [node, port]) => {
      writer.appendInt32(node).appendString('127.0.0.1').appendInt32(port).appendString(null);
    })
    .appendString(null)
    .appendInt32(0)
    .appendArray([topic], (writer) => {
      writer
        .appendInt16(0)
        .appendString(topic)
        .appendUUID(topicId)
        .appendBoolean(false)
        .appendArray([...partitions.entries()], (writer, [partition, { leader, epoch }]) => {
          writer
            .appendInt16(leader === undefined ? 5 : 0)
            .appendInt32(partition)
            .appendInt32(leader ?? -1)
            .appendInt32(epoch);
          for (let list = 0; list < 3; list += 1) writer.appendArray([], () => {});
        })
        .appendInt32(0);
    })
    .appendTaggedFields();

const listOffsets = ({ topic, partitions }: FakeCluster, reader: Reader): Writer => {
  reader.readInt32();
  reader.readInt8();
  const asked = reader.readArray((reader) => {
    reader.readString();
    return reader.readArray((reader) => {
      const partition = reader.readInt32();
      reader.readInt32();
      return { partition, timestamp: reader.readInt64() };
    });
  });
  return Writer.create()
    .appendInt32(0)
    .appendArray([topic], (writer) => {
      writer.appendString(topic).appendArray(asked.flat(), (writer, { partition, timestamp }) => {
        const state = partitions[partition] as FakePartition;
        writer
          .appendInt32(partition)
          .appendInt16(0)
          .appendInt64(-1n)
          .appendInt64(BigInt(timestamp === -2n ? state.first : endOf(state)))
          .appendInt32(state.epoch);
      });
    })
    .appendTaggedFields();
};

interface AskedPartition {
  readonly partition: number;
  readonly epoch: number;
  readonly offset: number;
  /** Bytes. */
  readonly most: number;
}

interface AskedRecords {
  readonly topicId: string;
  readonly asked: readonly AskedPartition[];
  /** Bytes of all partitions. */
  readonly most: number;
}

const readFetch = (reader: Reader): AskedRecords => {
  for (let field = 0; field < 3; field += 1) reader.readInt32();
  const most = reader.readInt32();
  reader.readInt8();
  reader.readInt32();
  reader.readInt32();
  const topics = reader.readArray((reader) => ({
    topicId: reader.readUUID(),
    asked: reader.readArray((reader) => {
      const partition = reader.readInt32();
      const epoch = reader.readInt32();
      const offset = Number(reader.readInt64());
      reader.skip(4 + 8);
      return { partition, epoch, offset, most: reader.readInt32() };
    }),
  }));
  return { topicId: topics[0]?.topicId ?? '', asked: topics[0]?.asked ?? [], most };
};

const answerOf = (
  cluster: FakeCluster,
  node: number,
  topicId: string,
  { partition, epoch, offset, most }: AskedPartition,
): { readonly error: number; readonly records: Buffer; readonly end: number } => {
  const state = cluster.partitions[partition] as FakePartition;
  const refuse = (error: number) => ({ error, records: Buffer.alloc(0), end: -1 });
  if (topicId !== cluster.topicId) return refuse(code.unknownTopicId);
  if (state.leader !== node) return refuse(code.notLeader);
  if (state.epoch !== epoch) return refuse(code.fencedEpoch);
  const next = state.errors.shift();
  if (next !== undefined) return refuse(next);
  if (offset < state.first || offset > endOf(state)) return refuse(code.offsetOutOfRange);
  const batches: Buffer[] = [];
  let size = 0;
  for (const { bytes, behind } of state.batches) {
    if (behind <= offset || size >= most) continue;
    batches.push(bytes);
    size += bytes.length;
  }
  const atLeast = batches[0]?.length ?? 0;
  const records = Buffer.concat(batches).subarray(0, Math.max(most, atLeast));
  return { error: 0, records, end: endOf(state) };
};

/** With tagged fields, as newer brokers send them; they are to be skipped. */
const twoTags = Buffer.from([2, 0, 3, 9, 9, 9, 1, 1, 9]);

const fetch = (cluster: FakeCluster, node: number, reader: Reader): Writer => {
  const { topicId, asked, most } = readFetch(reader);
  let left = most;
  cluster.fetches[node] = (cluster.fetches[node] ?? 0) + 1;
  let isFirst = true;
  return Writer.create()
    .appendInt32(0)
    .appendInt16(0)
    .appendInt32(0)
    .appendArray(
      [topicId],
      (writer) => {
        writer.appendUUID(topicId).appendArray(
          [...asked],
          (writer, partition) => {
            const whole = answerOf(cluster, node, topicId, partition);
            const { error, end } = whole;
            const records = isFirst ? whole.records : whole.records.subarray(0, Math.max(0, left));
            left -= records.length;
            cluster.recordBytes += records.length;
            // As brokers do: only the first with records comes whole whatever its size.
            const cut = isFirst ? 0 : Math.min(cluster.cutBytes, records.length);
            if (records.length > 0) isFirst = false;
            writer
              .appendInt32(partition.partition)
              .appendInt16(error)
              .appendInt64(BigInt(end))
              .appendInt64(BigInt(end))
              .appendInt64(0n)
              .appendUnsignedVarInt(0)
              .appendInt32(-1)
              .appendUnsignedVarInt(records.length - cut + 1)
              .append(records.subarray(0, records.length - cut))
              .append(twoTags);
          },
          true,
          false,
        );
        writer.append(twoTags);
      },
      true,
      false,
    )
    .appendTaggedFields();
};

const answer = (cluster: FakeCluster, node: number, request: Buffer): Buffer => {
  const reader = Reader.from(request);
  const key = reader.readInt16();
  reader.readInt16();
  const correlationId = reader.readInt32();
  reader.readNullableString(false);
  reader.readUnsignedInt8();
  const body =
    key === api.fetch
      ? fetch(cluster, node, reader)
      : key === api.listOffsets
        ? listOffsets(cluster, reader)
        : metadata(cluster);
  return Writer.create()
    .appendInt32(correlationId)
    .appendTaggedFields()
    .appendFrom(body)
    .prependLength().buffer;
};

/** How long an answer to a fetch takes, so that readers do not spin. */
const fetchTakesMs = 2;

const serve = (cluster: FakeCluster, node: number, socket: Socket): void => {
  let received = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      const request = received.subarray(4, end);
      received = received.subarray(end);
      const isFetch = request.readInt16BE(0) === api.fetch;
      setTimeout(
        () => socket.destroyed || socket.write(answer(cluster, node, request)),
        isFetch ? fetchTakesMs : 0,
      );
    }
  });
};

/** Starts so many brokers on free ports; partitions are led by the first. */
export const startFakeCluster = async (
  brokers: number,
  partitions: number,
): Promise<FakeCluster> => {
  const sockets = new Map<Socket, number>();
  const servers: Server[] = [];
  const cluster: FakeCluster = {
    topic: 'music',
    topicId: '00000000-0000-0000-0000-000000000001',
    partitions: Array.from({ length: partitions }, () => ({
      ...{ leader: 0, epoch: 0, batches: [], errors: [], first: 0 },
    })),
    ports: [],
    fetches: [],
    cutBytes: 0,
    recordBytes: 0,
    disconnect(node) {
      for (const [socket, owner] of sockets) if (owner === node) socket.destroy();
    },
    async close() {
      for (const socket of sockets.keys()) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
  for (let node = 0; node < brokers; node += 1) {
    const server = createServer((socket) => {
      sockets.set(socket, node);
      socket.once('close', () => sockets.delete(socket));
      serve(cluster, node, socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    cluster.ports.push((server.address() as AddressInfo).port);
  }
  return cluster;
};
