import { describe, expect, it } from 'vitest';
import { span } from '../format/line.ts';
import { layOut } from './layout.ts';
import type { Panel } from './panel.ts';

const panel = (name: string, first: boolean, sizes: readonly [number, number, number]): Panel => {
  const [least, comfort, most] = sizes;
  const lines = (_: number, rows: number) => [
    [span(name)],
    ...Array.from({ length: rows }, (__, index) => [span(`${name}${index + 1}`)]),
  ];
  return { name, first, least, comfort, most, lines };
};

const laid = (panels: readonly Panel[], width: number, room: number): readonly string[] =>
  layOut(panels, width, room).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

describe('the layout of panels', () => {
  it('puts them below one another where it is narrow, with what room there is', () => {
    const panels = [panel('a', true, [1, 2, 9]), panel('b', true, [1, 1, 2])];
    expect(laid(panels, 40, 5)).toEqual(['a', 'a1', '', 'b', 'b1']);
    expect(laid(panels, 40, 6)).toEqual(['a', 'a1', 'a2', '', 'b', 'b1']);
    expect(laid(panels, 40, 8)).toEqual(['a', 'a1', 'a2', 'a3', '', 'b', 'b1', 'b2']);
    expect(laid(panels, 40, 30)).toHaveLength(9 + 2 + 3);
  });

  it('leaves out what does not fit', () => {
    const panels = [panel('a', true, [3, 3, 3]), panel('b', true, [3, 3, 3])];
    expect(laid(panels, 40, 8)).toEqual(['a', 'a1', 'a2', 'a3']);
    expect(laid(panels, 40, 2)).toEqual([]);
  });

  it('lets others in only when the first ones are comfortable', () => {
    const panels = [panel('a', true, [1, 4, 9]), panel('b', false, [1, 1, 1])];
    expect(laid(panels, 40, 7)).toEqual(['a', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
    expect(laid(panels, 40, 8)).toEqual(['a', 'a1', 'a2', 'a3', 'a4', '', 'b', 'b1']);
  });

  it('puts them side by side where it is wide', () => {
    const panels = ['a', 'b', 'c'].map((name) => panel(name, true, [1, 1, 1]));
    const at = (texts: readonly string[], width: number): string =>
      texts
        .map((text) => text.padEnd(width + 4))
        .join('')
        .trimEnd();
    expect(laid(panels, 80, 9)).toEqual([at(['a', 'b'], 38), at(['a1', 'b1'], 38), '', 'c', 'c1']);
    expect(laid(panels, 152, 9)).toEqual([at(['a', 'b', 'c'], 48), at(['a1', 'b1', 'c1'], 48)]);
  });

  it('keeps the place of rows that are not there yet', () => {
    const empty = { ...panel('a', true, [2, 2, 2]), lines: () => [[span('a')]] };
    expect(laid([empty, panel('b', true, [1, 1, 1])], 40, 9)).toEqual(['a', '', '', '', 'b', 'b1']);
  });
});
