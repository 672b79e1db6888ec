import { describe, expect, test } from 'vitest';
import { parseOptions } from '../../scripts/spark/options.ts';

describe('the options of npm run spark', () => {
  test('have defaults', () => {
    expect(parseOptions([], '/state')).toEqual({
      port: 15_002,
      folder: '/state',
      cores: 2,
      heapMb: 2_048,
      shufflePartitions: 4,
      overrides: {},
    });
  });

  test('are all taken', () => {
    const args = '--port 1 --dir d --cores 8 --heap 900m --shuffle-partitions 16 --conf a=b=c';
    expect(parseOptions([...args.split(' '), '--conf', 'd='], '/state')).toEqual({
      port: 1,
      folder: 'd',
      cores: 8,
      heapMb: 900,
      shufflePartitions: 16,
      overrides: { a: 'b=c', d: '' },
    });
  });

  test('ask for help', () => {
    expect(parseOptions(['--help'], '/state')).toBeUndefined();
  });

  test.each([
    ['--port 65536', '--port is a whole number from 1 to 65535, not "65536"'],
    ['--cores 0', '--cores is a whole number from 1 to 1024, not "0"'],
    ['--cores two', '--cores is a whole number from 1 to 1024, not "two"'],
    ['--heap 400m', '--heap is a size from 512m on, such as 900m or 4g, not "400m"'],
    ['--heap 2048', '--heap is a size from 512m on, such as 900m or 4g, not "2048"'],
    ['--conf =x', '--conf is NAME=VALUE, not "=x"'],
  ])('%s is refused', (text, message) => {
    expect(() => parseOptions(text.split(' '), '/state')).toThrow(message);
  });
});
