import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { sliding, tumbling, windowStarts, type Window } from '../model/window.ts';
import type { Frame } from '../plan/frame.ts';
import { openWindows } from './open-windows.ts';

const frameOf = (window: Window, holdUs = 0): Frame => ({
  window,
  over: undefined,
  holdUs,
  queries: [],
});

const minute = 60_000_000;
const windows = [
  tumbling('5 minutes'),
  sliding('15 minutes', '5 minutes'),
  sliding('5 minutes', '2 minutes'),
];

describe('open windows', () => {
  test.prop([
    fc.constantFrom(...windows),
    fc.array(fc.integer({ min: -30 * minute, max: 30 * minute }), { maxLength: 50 }),
  ])('are those that hold an event', (window, times) => {
    const open = openWindows(frameOf(window), []);
    open.begin(1);
    for (const time of times) open.touch(time);
    const held = new Set(times.flatMap((time) => windowStarts(window, time)));
    expect(new Set([...open.all()].map(({ start }) => start))).toEqual(held);
  });

  test('of an event behind are those that its watermark had not passed', () => {
    const open = openWindows(frameOf(sliding('15 minutes', '5 minutes')), []);
    open.touchBehind(12 * minute, 20 * minute);
    expect([...open.all()].map(({ start }) => start / minute)).toEqual([10]);
  });

  test('close when the watermark reaches their end, and what holds them longer', () => {
    const open = openWindows(frameOf(tumbling('5 minutes'), minute), [0, 5 * minute]);
    expect(open.closesFirst()).toBe(6 * minute);
    expect(open.closesAll()).toBe(11 * minute);
    expect(open.closedBy(6 * minute - 1)).toEqual([]);
    expect(open.closedBy(6 * minute)).toEqual([0]);
    open.remove([0]);
    expect(open.size()).toBe(1);
    expect(open.closesFirst()).toBe(11 * minute);
    open.remove([5 * minute]);
    expect(open.closesAll()).toBeUndefined();
    expect(open.closesFirst()).toBe(Infinity);
  });

  test('know the batch that changed them last', () => {
    const open = openWindows(frameOf(tumbling('5 minutes')), []);
    open.begin(1);
    open.touch(0);
    open.touch(5 * minute);
    open.begin(2);
    open.touch(1);
    expect([...open.all()].map(({ changedBy }) => changedBy)).toEqual([2, 1]);
  });

  test('open again after they were removed within a batch', () => {
    const open = openWindows(frameOf(tumbling('5 minutes')), []);
    open.touch(0);
    open.remove([0]);
    open.touch(1);
    expect(open.size()).toBe(1);
  });
});
