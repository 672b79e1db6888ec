/**
 * Identity of an `event_id` without loss, as 128 bits and a text: a UUID in lower case is its
 * bits and null, 32 lower-case hex digits are their bits and '', any other text is a hash and
 * the text itself. Two ids are equal where all three are.
 */
export interface EventId {
  /** Bits 127..96, 95..64, 63..32, 31..0, each as an unsigned integer. */
  readonly words: readonly [number, number, number, number];
  readonly text: string | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hex32 = /^[0-9a-f]{32}$/;

const word = (digits: string, at: number): number => Number.parseInt(digits.slice(at, at + 8), 16);

const wordsOf = (digits: string): EventId['words'] => [
  word(digits, 0),
  word(digits, 8),
  word(digits, 16),
  word(digits, 24),
];

/** The identity of an `event_id`. */
export const eventIdOf = (id: string): EventId => {
  if (id.length === 36 && uuid.test(id)) {
    return { words: wordsOf(id.replaceAll('-', '')), text: null };
  }
  if (id.length === 32 && hex32.test(id)) return { words: wordsOf(id), text: '' };
  return { words: hash128(Buffer.from(id, 'utf8')), text: id };
};

const seed = 0x9e37_79b1;
const spread = 0x85eb_ca6b;
const finish = 0xc2b2_ae35;

/**
 * A hash of bytes that only narrows: four lanes of 32 bits over blocks of 16 bytes, the last one
 * filled up with zeros. `assembly/event-id.ts` is the same in WebAssembly.
 */
const hash128 = (bytes: Uint8Array): EventId['words'] => {
  const padded = new Uint8Array(Math.ceil(bytes.length / 16) * 16);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const lanes: [number, number, number, number] = [seed, seed + 1, seed + 2, seed + 3];
  const absorb = (lane: 0 | 1 | 2 | 3, value: number): void => {
    const mixed = Math.imul(lanes[lane] ^ value, spread);
    lanes[lane] = mixed ^ (mixed >>> 15);
  };
  for (let at = 0; at < padded.length; at += 16) {
    absorb(0, view.getUint32(at, true) ^ lanes[3]);
    absorb(1, view.getUint32(at + 4, true) ^ lanes[0]);
    absorb(2, view.getUint32(at + 8, true) ^ lanes[1]);
    absorb(3, view.getUint32(at + 12, true) ^ lanes[2]);
  }
  for (const round of [0, 1]) {
    absorb(0, lanes[3] ^ (bytes.length + round));
    absorb(1, lanes[0]);
    absorb(2, lanes[1]);
    absorb(3, lanes[2]);
  }
  return [end(lanes[0]), end(lanes[1]), end(lanes[2]), end(lanes[3])];
};

const end = (lane: number): number => {
  const mixed = Math.imul(lane, finish);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};
