import { rounded } from '../../charts/scale.ts';
import type { Size } from '../../charts/frame.ts';
import { type Attributes, type Child, el, type Markup } from '../../markup/markup.ts';

/** Which of the two drawings of a chart: one for wide pages and print, one for phones. */
export type Width = 'broad' | 'narrow';

export const pageWidth: Readonly<Record<Width, number>> = { broad: 800, narrow: 340 };
export const fontSize = 12.5;

const short = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? rounded(value) : value,
    ]),
  );

/** A drawing; the figure around it has the name and the table, so it is hidden from readers. */
export const svg = ({ width, height }: Size, kind: Width, ...children: readonly Child[]): Markup =>
  el(
    'svg',
    { class: kind, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
    ...children,
  );

export const rect = (attributes: Attributes): Markup => el('rect', short(attributes));
export const circle = (attributes: Attributes): Markup => el('circle', short(attributes));
export const line = (attributes: Attributes): Markup => el('line', short(attributes));

/** Text at a place; `anchor` as in SVG. */
export const label = (
  x: number,
  y: number,
  text: string,
  {
    anchor = 'middle',
    strong = false,
    halo = false,
  }: {
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly strong?: boolean;
    readonly halo?: boolean;
  } = {},
): Markup => {
  const classes = [...(strong ? ['strong'] : []), ...(halo ? ['halo'] : [])];
  return el(
    'text',
    short({
      x,
      y,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      class: classes.length > 0 ? classes.join(' ') : undefined,
    }),
    text,
  );
};
