import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect } from 'vitest';
import { newTimeWriter, writeInteger, writeTime, writeUuid } from './ascii.ts';
import { idKeys, writeId } from './event-id.ts';

const written = (write: (out: Uint8Array) => number): string => {
  const out = new Uint8Array(64);
  return Buffer.from(out.subarray(0, write(out))).toString('latin1');
};

test.prop([fc.integer({ min: 0, max: 2 ** 50 })])('integers are written in decimal', (value) => {
  expect(written((out) => writeInteger(out, 0, value))).toBe(String(value));
});

const micros = fc.integer({
  min: Date.UTC(1900, 0, 1) * 1000,
  max: Date.UTC(2200, 0, 1) * 1000 - 1,
});

test.prop([fc.array(micros, { minLength: 1, maxLength: 4 })])(
  'times are written in UTC with six decimals, whatever was written before',
  (times) => {
    const writer = newTimeWriter();
    for (const time of times) {
      const millis = Math.floor(time / 1000);
      const iso = new Date(millis).toISOString().slice(0, -1);
      const rest = String(time - millis * 1000).padStart(3, '0');
      expect(written((out) => writeTime(writer, out, 0, time))).toBe(`${iso}${rest}Z`);
    }
  },
);

test.prop([fc.maxSafeNat(), fc.integer({ min: 0, max: 2 ** 32 - 50 })])(
  'ids have the form of a UUID of version 4 and are unique within a seed',
  (seed, from) => {
    const keys = idKeys(seed);
    const words = new Uint32Array(4);
    const ids = Array.from({ length: 50 }, (_, i) => {
      writeId(keys, from + i, words, 0);
      return written((out) => writeUuid(out, 0, words, 0));
    });
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  },
);
