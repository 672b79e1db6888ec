import { test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { createDecoder } from '../../src/event/decode.ts';
import { arbitraryEvents } from './arbitrary.ts';
import { wireLine } from './wire.ts';

property.prop([arbitraryEvents()])('generated events are accepted as they are', (events) => {
  const decoder = createDecoder();
  for (const event of events) {
    expect(decoder.decodeLine(Buffer.from(wireLine(event)))).toEqual({ ok: true, event });
  }
});
