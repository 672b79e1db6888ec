import { expect, test } from 'vitest';
import { withClosing } from './closing.ts';

test('closes what was opened, the last first, and gives the result', async () => {
  const closed: string[] = [];
  const result = await withClosing(async (closing) => {
    closing.add(() => void closed.push('first'));
    closing.add(async () => void closed.push('second'));
    return 7;
  });
  expect(result).toBe(7);
  expect(closed).toEqual(['second', 'first']);
});

test('closes all that was opened where opening fails, and throws that error', async () => {
  const closed: string[] = [];
  const failing = withClosing(async (closing) => {
    closing.add(() => void closed.push('first'));
    closing.add(() => {
      throw new Error('closing');
    });
    throw new Error('opening');
  });
  await expect(failing).rejects.toThrow('opening');
  expect(closed).toEqual(['first']);
});

test('throws what closing throws where all else went well', async () => {
  const failing = withClosing(async (closing) => {
    closing.add(() => {
      throw new Error('closing');
    });
  });
  await expect(failing).rejects.toThrow('closing');
});
