import * as whole from '@platformatic/kafka';
import { expect, it } from 'vitest';
import * as parts from './driver.ts';

it('is a part of the package', () => {
  expect(Object.keys(parts).length).toBeGreaterThan(10);
  for (const [name, value] of Object.entries(parts)) {
    expect((whole as Readonly<Record<string, unknown>>)[name], name).toBe(value);
  }
});
