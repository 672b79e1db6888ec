import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { barLengths, blockBar, columnBlocks, sparkline } from './bars.ts';
import { inside, overlap } from './box.ts';
import { contrast, mix, oklab } from './colour.ts';
import { columnsGeometry } from './columns.ts';
import { heatMapGeometry } from './heat-map.ts';
import { bands, linear, radius } from './scale.ts';
import { outliers, scatterGeometry } from './scatter.ts';
import { shades } from './shades.ts';
import { fitText, textWidth } from './text-width.ts';
import { roundStep, ticks } from './ticks.ts';
import { timeLineGeometry, timeSteps } from './time-line.ts';

const margin = { top: 10, right: 10, bottom: 20, left: 40 };
const size = { width: 400, height: 200 };
const finite = { noNaN: true, noDefaultInfinity: true } as const;

describe('scales', () => {
  test('a domain without extent is in the middle', () => {
    expect(linear([0, 10], [100, 0])(2.5)).toBe(75);
    expect(linear([3, 3], [0, 10])(3)).toBe(5);
  });

  test('area stands for the value', () => {
    const r = radius(100, 10);
    expect(r(100) ** 2 / r(25) ** 2).toBeCloseTo(4);
    expect(r(0)).toBe(2);
  });

  test('bands lie side by side', () => {
    expect(bands(2, [0, 100], 0.5)).toEqual([
      { start: 12.5, width: 25 },
      { start: 62.5, width: 25 },
    ]);
  });
});

describe('ticks', () => {
  test('are round and enclose the values', () => {
    expect(ticks(0, 2529, 4, true)).toEqual([0, 1000, 2000, 3000]);
    expect(ticks(0.46, 0.82, 4)).toEqual([0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(ticks(0, 0, 4, true)).toEqual([0, 1]);
    expect(ticks(0, 3, 4, true)).toEqual([0, 1, 2, 3]);
    expect(roundStep(0.011)).toBe(0.02);
  });

  property.prop([
    fc.double({ min: 0, max: 1e12, ...finite }),
    fc.double({ min: 0, max: 1e12, ...finite }),
  ])('hold for any range', (a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const found = ticks(low, high, 5);
    expect(found.length).toBeGreaterThan(1);
    expect(found.length).toBeLessThanOrEqual(8);
    const slack = (high - low) * 1e-8 + high * 1e-11;
    expect(found[0]).toBeLessThanOrEqual(low + slack);
    expect(found.at(-1)).toBeGreaterThanOrEqual(high - slack);
  });
});

describe('shades', () => {
  test('have round limits from the smallest to the largest value', () => {
    expect(shades([0, 161, 398, null], 6).ends).toEqual([200, 240, 280, 320, 360, 400]);
    expect(shades([1, 400], 4).ends).toEqual([100, 200, 300, 400]);
    expect(shades([1], 6)).toMatchObject({ ends: [1], size: 1 });
    expect(shades([0, null], 6).ends).toEqual([]);
  });

  property.prop([
    fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }),
    fc.integer({ min: 1, max: 8 }),
  ])('put every value into the range that says so', (values, count) => {
    const scale = shades(values, count);
    expect(scale.ends.length).toBeLessThanOrEqual(count);
    for (const value of values) {
      const shade = scale.of(value);
      if (value === 0) expect(shade).toBe(0);
      else {
        const end = scale.ends[shade - 1] ?? Number.NaN;
        expect(value).toBeLessThanOrEqual(end);
        expect(value).toBeGreaterThan(end - scale.size);
      }
    }
  });
});

describe('bars', () => {
  test('are parts of the longest', () => {
    expect(barLengths([4, 2, null, 0])).toEqual([1, 0.5, 0, 0]);
    expect(barLengths([0, 0])).toEqual([0, 0]);
  });

  test('of blocks go by eighths, and what is above nothing shows', () => {
    expect(blockBar(1, 4)).toBe('████');
    expect(blockBar(0.5, 3)).toBe('█▌');
    expect(blockBar(0.0001, 3)).toBe('▏');
    expect(blockBar(0, 3)).toBe('');
    expect(sparkline([0, 1, 4, 8, null])).toBe(' ▁▄█ ');
    expect(columnBlocks([16, 12, 1, 0], 2)).toEqual([
      ['█', '▄', ' ', ' '],
      ['█', '█', '▁', ' '],
    ]);
  });

  property.prop([fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 50 })])(
    'never outgrow their room',
    (part, room) => {
      expect(blockBar(part, room).length).toBeLessThanOrEqual(room);
    },
  );
});

describe('columns', () => {
  test('stand on the base, the largest below the top', () => {
    const { marks, base, ticks: marked } = columnsGeometry([1, null, 3], size, margin);
    expect(base).toBe(180);
    expect(marks.map(({ y, height }) => y + height)).toEqual([180, 180, 180]);
    expect(marks[1]?.height).toBe(0);
    expect(marks[2]?.y).toBeGreaterThanOrEqual(margin.top);
    expect(marked.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
  });

  test('without an axis the largest fills the height', () => {
    const { marks, ticks: none } = columnsGeometry([5, 7], size, margin, { bare: true });
    expect(marks[1]).toMatchObject({ y: margin.top, height: 170 });
    expect(none).toEqual([]);
  });
});

test('a heat map tells nothing from no data', () => {
  const { cells } = heatMapGeometry(
    [
      { column: 0, row: 0, value: 0 },
      { column: 1, row: 0, value: 9 },
    ],
    { columns: 3, rows: 1 },
    size,
    margin,
  );
  expect(cells.map(({ shade }) => shade)).toEqual([0, 1, null]);
  expect(cells[0]?.x).toBeGreaterThanOrEqual(margin.left);
});

describe('scatter', () => {
  const options = { fontSize: 12, largestRadius: 12, labelCount: 8, labelRoom: 120, tickCount: 5 };
  const point = fc.record({
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
    size: fc.nat(1000),
    label: fc.string({ maxLength: 60 }),
  });

  test('extremes stand out first', () => {
    const points = [
      { x: 0.5, y: 0.5, size: 9, label: 'large' },
      { x: 0.1, y: 0.5, size: 1, label: 'left' },
      { x: 0.9, y: 0.4, size: 1, label: 'right' },
      { x: 0.5, y: 0.45, size: 1, label: 'middle' },
    ];
    expect(outliers(points)[0]).toBe(2);
    expect(outliers(points)[1]).toBe(1);
    expect(outliers(points)).toHaveLength(4);
  });

  test('no points, no marks', () => {
    expect(scatterGeometry([], size, margin, options)).toMatchObject({
      dots: [],
      labels: [],
      xTicks: [],
    });
  });

  property.prop([fc.array(point, { minLength: 1, maxLength: 40 })])(
    'labels lie inside, over no dot and over no other label',
    (points) => {
      const { dots, labels } = scatterGeometry(points, size, margin, options);
      const frame = { x: 0, y: 0, ...size };
      for (const [index, label] of labels.entries()) {
        expect(inside(label, frame)).toBe(true);
        for (const other of labels.slice(index + 1)) expect(overlap(label, other)).toBe(false);
        for (const { x, y, r } of dots) {
          expect(overlap(label, { x: x - r, y: y - r, width: 2 * r, height: 2 * r })).toBe(false);
        }
      }
      for (const { x, y } of dots) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    },
  );
});

describe('time line', () => {
  test('breaks where there is no data', () => {
    const steps = [1, 2, null, 3].map((value, at) => ({ at, value }));
    expect(timeLineGeometry(steps, size, margin).runs.map((run) => run.length)).toEqual([2, 1]);
  });

  test('thins windows to their mean', () => {
    const values = [0, 1, 2, 3].map((at) => ({ at: at * 10, value: at }));
    expect(timeSteps(values, 2).map(({ value }) => value)).toEqual([0.5, 2.5]);
    expect(timeSteps([{ at: 5, value: 1 }], 4)).toEqual([{ at: 5, value: 1 }]);
    expect(timeSteps([], 4)).toEqual([]);
  });
});

describe('text', () => {
  test('East Asian letters are wider', () => {
    expect(textWidth('夜夜', 10)).toBe(20);
    expect(textWidth('ii', 10)).toBeLessThan(10);
  });

  property.prop([fc.string({ unit: 'grapheme' }), fc.integer({ min: 12, max: 200 })])(
    'fits its room',
    (text, room) => {
      expect(textWidth(fitText(text, room, 10), 10)).toBeLessThanOrEqual(room);
    },
  );
});

describe('colour', () => {
  test('mixes from end to end by lightness', () => {
    expect(mix('#f7f7f4', '#0b7a5c', 0)).toBe('#f7f7f4');
    expect(mix('#f7f7f4', '#0b7a5c', 1)).toBe('#0b7a5c');
    expect(oklab('#ffffff')[0]).toBeCloseTo(1, 3);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });
});
