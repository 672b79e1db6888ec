const zero = 0x30;

/** Writes a whole number from 0 to 2^50 in decimal; answers where it ends. */
export const writeInteger = (out: Uint8Array, at: number, value: number): number => {
  let digits = 1;
  for (let power = 10; value >= power; power *= 10) digits++;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = Math.floor(rest / 10);
    out[i] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
};

const writeDigits = (out: Uint8Array, at: number, value: number, digits: number): number => {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    out[i] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
};

const minuteMicros = 60_000_000;
const minuteLength = 17;

/** Writes times, the part up to the minute from memory where the minute is the one before. */
export type TimeWriter = { minute: number; readonly text: Uint8Array };

export const newTimeWriter = (): TimeWriter => ({
  minute: Number.NaN,
  text: new Uint8Array(minuteLength),
});

/** Writes µs since 1970 as `2026-10-31T12:34:56.123456Z`; answers where it ends. */
export const writeTime = (
  writer: TimeWriter,
  out: Uint8Array,
  at: number,
  micros: number,
): number => {
  const minute = Math.floor(micros / minuteMicros);
  const { text } = writer;
  if (minute !== writer.minute) {
    const iso = new Date(minute * 60_000).toISOString();
    for (let i = 0; i < minuteLength; i++) text[i] = iso.charCodeAt(i);
    writer.minute = minute;
  }
  for (let i = 0; i < minuteLength; i++) out[at + i] = text[i]!;
  const rest = micros - minute * minuteMicros;
  const seconds = (rest / 1_000_000) | 0;
  let end = writeDigits(out, at + minuteLength, seconds, 2);
  out[end] = 0x2e;
  end = writeDigits(out, end + 1, rest - seconds * 1_000_000, 6);
  out[end] = 0x5a;
  return end + 1;
};

const hexDigits = (): Uint8Array => {
  const table = new Uint8Array(512);
  for (let byte = 0; byte < 256; byte++) {
    const hex = byte.toString(16).padStart(2, '0');
    table[2 * byte] = hex.charCodeAt(0);
    table[2 * byte + 1] = hex.charCodeAt(1);
  }
  return table;
};

/** The two hexadecimal digits of each byte, one after the other. */
export const hexTable: Readonly<Uint8Array> = hexDigits();

const writeHalf = (out: Uint8Array, at: number, half: number): void => {
  const high = (half >>> 7) & 0x1fe;
  const low = (half << 1) & 0x1fe;
  out[at] = hexTable[high]!;
  out[at + 1] = hexTable[high + 1]!;
  out[at + 2] = hexTable[low]!;
  out[at + 3] = hexTable[low + 1]!;
};

/** Writes four words as a UUID of 36 characters; answers where it ends. */
export const writeUuid = (
  out: Uint8Array,
  at: number,
  words: Uint32Array,
  offset: number,
): number => {
  const a = words[offset]!;
  const b = words[offset + 1]!;
  const c = words[offset + 2]!;
  const d = words[offset + 3]!;
  writeHalf(out, at, a >>> 16);
  writeHalf(out, at + 4, a & 0xffff);
  out[at + 8] = 0x2d;
  writeHalf(out, at + 9, b >>> 16);
  out[at + 13] = 0x2d;
  writeHalf(out, at + 14, b & 0xffff);
  out[at + 18] = 0x2d;
  writeHalf(out, at + 19, c >>> 16);
  out[at + 23] = 0x2d;
  writeHalf(out, at + 24, c & 0xffff);
  writeHalf(out, at + 28, d >>> 16);
  writeHalf(out, at + 32, d & 0xffff);
  return at + 36;
};
