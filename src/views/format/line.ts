import { styleText } from 'node:util';
import { displayWidth, truncate } from './display-width.ts';

export type Style = 'strong' | 'quiet' | 'mark' | 'warn' | 'cool' | 'alarm';

/** A piece of a line, without control characters. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Span[];

/** Text of any origin as a span: blanks that join words elsewhere are plain ones here. */
export const span = (text: string, style?: Style): Span => {
  const plain = text.replaceAll('\u00a0', ' ');
  return style === undefined ? { text: plain } : { text: plain, style };
};

export const lineWidth = (line: Line): number =>
  line.reduce((sum, { text }) => sum + displayWidth(text), 0);

/** The span in exactly `width` cells, cut or filled up. */
export const fitted = (
  { text, style }: Span,
  width: number,
  side: 'left' | 'right' = 'left',
): Span => {
  const cut = truncate(text, width);
  const fill = ' '.repeat(Math.max(0, width - displayWidth(cut)));
  return span(side === 'left' ? cut + fill : fill + cut, style);
};

/** The line in at most `width` cells. */
export const truncateLine = (line: Line, width: number): Line => {
  let left = width;
  return line.flatMap((one): Line => {
    const text = truncate(one.text, left);
    left -= displayWidth(text);
    return text === '' ? [] : [{ ...one, text }];
  });
};

const formats = {
  strong: 'bold',
  quiet: 'dim',
  mark: 'green',
  warn: 'yellow',
  cool: 'cyan',
  alarm: 'red',
} as const;

/** The line as text, with terminal colours only where they are asked for. */
export const renderLine = (line: Line, colour: boolean): string =>
  line
    .slice(0, line.findLastIndex(({ text }) => text.trim() !== '') + 1)
    .map(({ text, style }, index, { length }) => {
      const shown = index === length - 1 ? text.trimEnd() : text;
      return colour && style !== undefined && shown.trim() !== ''
        ? styleText(formats[style], shown, { validateStream: false })
        : shown;
    })
    .join('');
