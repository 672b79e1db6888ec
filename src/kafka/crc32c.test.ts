import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { crc32c } from './crc32c.ts';

/** Bit by bit, as in RFC 3720 (reflected polynomial). */
const slowly = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};

test('has the check values of RFC 3720', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test.prop([fc.uint8Array({ maxLength: 300 }), fc.nat(20)])(
  'is that of the bytes',
  (bytes, from) => {
    const part = Buffer.from(bytes).subarray(from);
    expect(crc32c(part)).toBe(slowly(part));
  },
);
