import { messageOf } from '../error.ts';
import { maxEventBytes } from '../event/reject.ts';
import { codecs, decompress } from './codec.ts';
import { crc32c } from './crc32c.ts';
import { createAbortedFilter, type AbortedTransaction } from './walk-aborted.ts';
import { readFrame, readHeader, type BatchFrame, type BatchHeader } from './walk-batch.ts';
import { corrupt } from './walk-corrupt.ts';
import { addPart, takeBack, type Lines } from './walk-lines.ts';
import { walkRecords } from './walk-records.ts';

/** What one fetch gave of one partition. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  /** Record batches, the last perhaps cut. Is overwritten by the walk. */
  readonly bytes: Buffer;
  /** Transactions that were given up, of those that have records here. */
  readonly aborted: readonly AbortedTransaction[];
}

/** Which records are wanted: offsets, half-open. */
export interface WantedOffsets {
  readonly from: number;
  readonly until: number;
  /** Bytes of a value; those of longer ones are refused. An event's, where it is not given. */
  readonly longest?: number | undefined;
}

/** Takes fetched batches apart, as many at a time as are asked for. */
export interface Walk {
  /** The first offset that was not covered yet. */
  readonly next: number;
  /** True when no whole batch is left, or the end of what is wanted is reached. */
  readonly isDone: boolean;
  /**
   * Adds the values of whole batches until the lines have this size. After an error the lines are
   * those before the batch that it is about.
   * @throws TonearmError LOG_CORRUPT with the place: another format, a wrong checksum, bytes that
   * are not what the header says
   */
  step(lines: Lines, size: number): void;
}

const abortMarker = 0;

/** The kind of a control record: length, attributes, two deltas and the key's length are a byte each. */
const markerKind = (bytes: Buffer, recordsAt: number): number => bytes.readInt16BE(recordsAt + 7);

export const createWalk = (
  { topic, partition, bytes, aborted }: FetchedRecords,
  { from, until, longest = maxEventBytes }: WantedOffsets,
): Walk => {
  const filter = createAbortedFilter(aborted);
  let at = 0;
  let next = from;
  let isDone = false;
  const feed = { at: -1 };

  const fail = (frame: BatchFrame, what: string, cause?: unknown): Error =>
    corrupt({ topic, partition, offset: frame.baseOffset }, what, cause);

  const unpack = (frame: BatchFrame, header: BatchHeader): Buffer => {
    const packed = bytes.subarray(header.recordsAt, frame.end);
    const codec = codecs[header.codec];
    if (codec === undefined) throw fail(frame, `nobody knows codec ${header.codec}`);
    try {
      return decompress(codec, packed);
    } catch (error) {
      throw fail(frame, `its ${codec} cannot be unpacked (${messageOf(error)})`, error);
    }
  };

  const check = (frame: BatchFrame): BatchHeader => {
    if (frame.magic === undefined) throw fail(frame, 'it is shorter than its own header');
    if (frame.magic !== 2) {
      throw fail(frame, `format ${frame.magic} is that of Kafka before 0.11, which is not read`);
    }
    const header = readHeader(bytes, frame);
    if (crc32c(bytes.subarray(header.checksumFrom, frame.end)) !== header.checksum) {
      throw fail(frame, 'its checksum is wrong');
    }
    return header;
  };

  const step = (lines: Lines, size: number): void => {
    // Lines of batches that are not packed, one behind the other where the first of them stood.
    let start = at;
    let to = at;
    const endRun = (): void => addPart(lines, bytes.subarray(start, to));
    const walkBatch = (frame: BatchFrame, header: BatchHeader): void => {
      const isPacked = header.codec !== 0;
      const records = isPacked ? unpack(frame, header) : bytes;
      const count = lines.count;
      const refused = lines.refused.length;
      const end = walkRecords(
        // Written out: spreading costs several microseconds, and a batch may hold one record.
        {
          bytes: records,
          feed: isPacked ? { at: -1 } : feed,
          start: isPacked ? 0 : header.recordsAt,
          end: isPacked ? records.length : frame.end,
          count: header.count,
          baseOffset: frame.baseOffset,
          from,
          until,
          longest,
        },
        lines,
        isPacked ? 0 : to,
      );
      if (end === undefined) {
        takeBack(lines, { count, refused });
        throw fail(frame, 'its bytes are not the records that its header announces');
      }
      if (isPacked) {
        endRun();
        addPart(lines, records.subarray(0, end));
        start = frame.end;
      }
      to = isPacked ? frame.end : end;
    };
    /** False at the end of what there is or is wanted. */
    const walkNext = (): boolean => {
      const frame = readFrame(bytes, at);
      if (frame === undefined || frame.baseOffset >= until) {
        if (frame !== undefined) next = until;
        return false;
      }
      const header = check(frame);
      const { count, recordsAt, lastOffset } = header;
      const isDropped = header.isTransactional && filter.drops(header.producerId, lastOffset);
      if (header.isControl) {
        if (count > 0 && markerKind(bytes, recordsAt) === abortMarker) {
          filter.ended(header.producerId);
        }
      } else if (!isDropped && lastOffset >= from) {
        walkBatch(frame, header);
      }
      at = frame.end;
      next = Math.max(next, Math.min(lastOffset + 1, until));
      return next < until;
    };
    try {
      while (!isDone && lines.size + (to - start) < size) isDone = !walkNext();
    } finally {
      endRun();
    }
  };

  return {
    get next() {
      return next;
    },
    get isDone() {
      return isDone;
    },
    step,
  };
};
