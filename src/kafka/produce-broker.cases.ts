import { Reader, Writer, type Connection } from '@platformatic/kafka';
import type { Client } from './client.ts';
import type { TopicDescription } from './metadata.ts';

/** What befalls a request; `ok` where the list of them is at its end. */
export type Fault =
  | 'ok'
  /** The connection ends, the request was never seen. */
  | 'lost'
  /** The connection ends, the batches were appended. */
  | 'unanswered'
  /** The connection ends, and the batches are appended when others have come on the next one. */
  | 'overtaken'
  /** Nothing is answered any more, but all that is under way is appended. */
  | 'mute'
  /** The connection ends; the broker remembers of each partition the last batch alone. */
  | 'restarted'
  /** So too, and it forgets the producer where that has an answer for all that was appended. */
  | 'forgotten'
  /** The connection ends; the broker has of each partition the first batch alone. */
  | 'emptied'
  /** Another broker leads. */
  | 'moved'
  /** Appended, but the replicas did not answer in time. */
  | 'slow';

interface BatchOnWire {
  readonly partition: number;
  readonly sequence: number;
  readonly records: number;
}

interface PartitionLog {
  readonly appended: number[];
  /** Undefined while it does not know the producer. */
  expected: number | undefined;
  /** How many of the appended are, with all before them, known to be there. */
  answered: number;
  /** The last five: first sequence numbers. */
  recent: number[];
}

const codes = { ok: 0, notLeader: 6, timedOut: 7, outOfOrder: 45 };

const readBatches = (payload: Buffer): readonly BatchOnWire[] => {
  const reader = Reader.from(payload);
  reader.readNullableString();
  reader.readInt16();
  reader.readInt32();
  const topics = reader.readArray((topic) => {
    topic.readString();
    return topic.readArray((entry) => {
      const partition = entry.readInt32();
      const size = entry.readUnsignedVarInt() - 1;
      const batch = entry.buffer.slice(entry.position, entry.position + size);
      entry.skip(size);
      return { partition, sequence: batch.readInt32BE(53), records: batch.readInt32BE(57) };
    });
  });
  return topics.flat();
};

type Answer = readonly [partition: number, code: number];

const writeAnswers = (answers: readonly Answer[]): Buffer =>
  Writer.create()
    .appendArray(['topic'], (topics, name) =>
      topics.appendString(name).appendArray([...answers], (writer, [partition, code]) =>
        writer
          .appendInt32(partition)
          .appendInt16(code)
          .appendInt64(0n)
          .appendInt64(-1n)
          .appendInt64(0n)
          .appendArray([], () => {})
          .appendString(null),
      ),
    )
    .appendInt32(0)
    .appendTaggedFields().buffer;

/** A broker in memory that keeps each batch of a producer once, as real ones do. */
export const fakeBroker = (partitions: number, faults: Fault[]) => {
  const logs = Array.from({ length: partitions }, (): PartitionLog => ({
    appended: [],
    expected: undefined,
    answered: 0,
    recent: [],
  }));
  let overtaken: (readonly BatchOnWire[])[] = [];

  const append = ({ partition, sequence, records }: BatchOnWire): Answer => {
    const log = logs[partition]!;
    if (log.recent.includes(sequence)) return [partition, codes.ok];
    // Of a producer that it does not know, a broker takes any number.
    const expected = log.expected ?? sequence;
    if (sequence !== expected) return [partition, codes.outOfOrder];
    log.appended.push(sequence);
    log.recent = [...log.recent, sequence].slice(-5);
    log.expected = expected + records;
    return [partition, codes.ok];
  };

  const restart = (forgets: boolean): void => {
    overtaken = [];
    for (const log of logs) {
      const isForgotten = forgets && log.answered === log.appended.length;
      log.recent = isForgotten ? [] : log.recent.slice(-1);
      if (isForgotten) log.expected = undefined;
    }
  };

  const empty = (): void => {
    for (const log of logs) {
      log.recent = log.appended.slice(0, 1);
      log.expected = log.appended[1];
      log.appended.splice(1);
    }
  };

  const connect = (): Connection => {
    let isOpen = true;
    let isMute = false;
    const waiting: ((error: Error | null, payload?: unknown) => void)[] = [];

    const end = (): void => {
      isOpen = false;
      for (const callback of waiting.splice(0)) callback(new Error('Connection closed'));
    };

    const serve = (batches: readonly BatchOnWire[], fault: Fault): Buffer | undefined => {
      if (fault === 'moved') {
        return writeAnswers(batches.map(({ partition }) => [partition, codes.notLeader]));
      }
      if (fault === 'restarted' || fault === 'forgotten') restart(fault === 'forgotten');
      if (fault === 'emptied') empty();
      if (['lost', 'restarted', 'forgotten', 'emptied'].includes(fault)) return undefined;
      if (fault === 'overtaken') {
        overtaken.push(batches);
        return undefined;
      }
      const answers = batches.map(append);
      for (const late of overtaken.splice(0)) for (const batch of late) append(batch);
      if (fault === 'unanswered') return undefined;
      return writeAnswers(
        answers.map(([partition, code], i) => {
          if (code !== codes.ok) return [partition, code];
          if (fault === 'slow') return [partition, codes.timedOut];
          const log = logs[partition]!;
          // An answer for one behind another that has none means nothing to a producer.
          if (log.appended[log.answered] === batches[i]!.sequence) log.answered += 1;
          return [partition, code];
        }),
      );
    };

    const send = (
      _key: number,
      _version: number,
      createPayload: () => Writer,
      parse: (id: number, key: number, version: number, reader: Reader) => unknown,
      _requestTags: boolean,
      _responseTags: boolean,
      callback: (error: Error | null, payload?: unknown) => void,
    ): void => {
      if (!isOpen) return callback(new Error('Connection closed'));
      const batches = readBatches(createPayload().buffer);
      waiting.push(callback);
      setImmediate(() => {
        if (!isOpen) return;
        if (isMute) return void batches.map(append);
        const fault = faults.shift() ?? 'ok';
        if (fault === 'mute') {
          isMute = true;
          batches.map(append);
          return void setImmediate(end);
        }
        const answer = serve(batches, fault);
        if (answer === undefined) return end();
        waiting.shift()?.(null, parse(0, 0, 9, Reader.from(answer)));
      });
    };
    return { send, close: async () => end() } as unknown as Connection;
  };

  const description: TopicDescription = {
    brokers: new Map([[1, { host: 'fake', port: 1 }]]),
    topic: {
      id: 'topic-id',
      partitions: logs.map((_, partition) => ({ partition, leader: 1, epoch: 0 })),
    },
  };
  const client: Client = {
    request: () => Promise.reject(new Error('not used')),
    requestAny: async <T>() => description as T,
    connect: async () => connect(),
    learn: () => {},
    known: () => [],
    close: async () => {},
  };
  return { client, logs };
};
