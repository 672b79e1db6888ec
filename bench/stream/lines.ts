import { createReadStream } from 'node:fs';

/** Where a line of the generator has what the bench reads or changes, in one buffer. */
export interface Line {
  readonly from: number;
  /** Before the line end. */
  readonly to: number;
  /** First of the 36 characters of the id, and of the 27 of the time; -1 where the line is malformed. */
  readonly id: number;
  readonly time: number;
  /** The user's id; -1 where there is none. */
  readonly userFrom: number;
  readonly userTo: number;
}

const head = '{"event_id":"';
const idLength = 36;
const timeField = '","event_time":"';
const timeLength = 27;
const userField = Buffer.from('"user_id":"');
const quote = 0x22;
const lineEnd = 0x0a;

const isWhole = (bytes: Buffer, from: number): boolean => {
  const after = from + head.length + idLength;
  const time = after + timeField.length;
  return (
    bytes.toString('latin1', from, from + head.length) === head &&
    bytes.toString('latin1', after, time) === timeField &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(
      bytes.toString('latin1', time, time + timeLength),
    )
  );
};

/** The lines of a buffer that ends with one. */
export function* linesOf(bytes: Buffer): Generator<Line> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(lineEnd, from);
    const to = end < 0 ? bytes.length : end;
    const whole = isWhole(bytes, from);
    const user = bytes.indexOf(userField, from);
    const userFrom = user < 0 || user >= to ? -1 : user + userField.length;
    yield {
      from,
      to,
      id: whole ? from + head.length : -1,
      time: whole ? from + head.length + idLength + timeField.length : -1,
      userFrom,
      userTo: userFrom < 0 ? -1 : bytes.indexOf(quote, userFrom),
    };
    from = to + 1;
  }
}

/** Pieces of a file that end with a line. */
export async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of createReadStream(path, { highWaterMark: 1 << 22 })) {
    const bytes = Buffer.concat([rest, part as Buffer]);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    yield bytes.subarray(0, end);
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) yield rest;
}

/** Writes an instant over the time of a line, to the millisecond. */
export const setTime = (bytes: Buffer, line: Line, ms: number): void => {
  bytes.write(new Date(ms).toISOString().slice(0, -1), line.time, 'latin1');
};

/** Writes a number over the end of a line's id: as long as numbers differ, so do ids. */
export const setId = (bytes: Buffer, line: Line, number: number): void => {
  bytes.write(number.toString(16).padStart(12, '0'), line.id + idLength - 12, 'latin1');
};

export const timeOf = (bytes: Buffer, line: Line): number =>
  Date.parse(bytes.toString('latin1', line.time, line.time + timeLength));
