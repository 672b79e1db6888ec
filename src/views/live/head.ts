import { sparkline } from '../charts/bars.ts';
import { truncate } from '../format/display-width.ts';
import type { InstantFormat } from '../format/instant.ts';
import { type Line, lineWidth, type Span, span, type Style } from '../format/line.ts';
import { formatBytes, formatInteger, formatTick } from '../format/number.ts';
import { visible } from '../format/visible.ts';
import type { LiveState } from './live-state.ts';
import type { LiveProgress } from './progress.ts';
import { clockTime, spanWords } from './times.ts';

const stateStyle: Readonly<Record<LiveProgress['state'], Style>> = {
  starting: 'quiet',
  running: 'mark',
  'catching up': 'warn',
  idle: 'quiet',
  stopping: 'warn',
  finished: 'quiet',
};

/** Left and right at the ends of the line. */
export const apart = (left: Line, right: Line, width: number): Line => [
  ...left,
  span(' '.repeat(Math.max(1, width - lineWidth(left) - lineWidth(right)))),
  ...right,
];

export const rule = (width: number): Line => [span('─'.repeat(width), 'quiet')];

const item = (title: string, value: string, style: Style = 'strong'): readonly Span[] => [
  span(`${title} `, 'quiet'),
  span(value, style),
];

const itemGap = '   ';

/** As many of the items as fit, the first ones first. */
const joinedItems = (items: readonly (readonly Span[])[], width: number): Line => {
  const line: Span[] = [];
  for (const one of items) {
    const more = line.length === 0 ? one : [span(itemGap), ...one];
    if (lineWidth([...line, ...more]) > width) break;
    line.push(...more);
  }
  return line;
};

const rateWords = (rate: number): string =>
  rate >= 100_000 ? formatTick(rate) : rate >= 10 ? formatInteger(rate) : rate.toFixed(1);

const lagItem = ({ lag, lagUnit }: LiveProgress): readonly Span[] =>
  item(
    'lag',
    lag === 0 ? 'none' : lagUnit === 'bytes' ? formatBytes(lag) : `${formatInteger(lag)} records`,
    lag === 0 ? 'strong' : 'warn',
  );

/** More than this part of the events is worth a look. */
const worrying = 0.01;

const counted = (title: string, count: number, all: number): readonly Span[] =>
  item(title, formatInteger(count), count > all * worrying ? 'warn' : 'strong');

const titleLine = (source: string, progress: LiveProgress | undefined, width: number): Line => {
  const state = progress?.state ?? 'starting';
  const right = [span('● ', stateStyle[state]), span(state)];
  const left = [
    span('tonearm', 'strong'),
    span(`  ${truncate(visible(source), Math.max(0, width - 12 - lineWidth(right)))}`, 'quiet'),
  ];
  return apart(left, right, width);
};

/** What is read, how fast, how far behind, and what did not count. */
export const head = (
  source: string,
  { progress, rates }: LiveState,
  instants: InstantFormat,
  width: number,
): readonly Line[] => {
  const title = titleLine(source, progress, width);
  if (progress === undefined) return [title, [], [], rule(width)];
  const { watermark, newest, accepted, duplicates, rejected, late } = progress;
  const sparkRoom = Math.max(8, Math.min(40, Math.floor(width / 5)));
  const rate = [
    span(sparkline(rates.slice(-sparkRoom)), 'mark'),
    span(rates.length === 0 ? '' : ' '),
    span(rateWords(progress.eventsPerSecond), 'strong'),
    span(' events/s', 'quiet'),
  ];
  const clock = [span(`${clockTime(instants, progress.now)} ${instants.zone}`, 'quiet')];
  const behind = newest === null ? undefined : progress.now - newest;
  const flow = joinedItems(
    [
      rate,
      lagItem(progress),
      ...(behind === undefined || behind < 0
        ? []
        : [item('newest event', `${spanWords(behind)} ago`)]),
    ],
    width - lineWidth(clock) - 2,
  );
  const read = accepted + duplicates + rejected;
  const counts = joinedItems(
    [
      item('events', formatInteger(accepted)),
      counted('late', late, read),
      counted('rejected', rejected, read),
      item('duplicates', formatInteger(duplicates)),
      item('watermark', watermark === null ? 'none yet' : clockTime(instants, watermark)),
      item('open windows', formatInteger(progress.openWindows)),
    ],
    width,
  );
  return [title, apart(flow, clock, width), counts, rule(width)];
};
