import { parseInstant } from '../event/time.ts';
import type { StreamStatus } from '../pipeline/stream-status.ts';
import { formatBytes, formatInteger } from '../views/format/number.ts';
import { visible } from '../views/format/visible.ts';

const ago = (text: string, nowUs: number): string => {
  const us = parseInstant(text);
  if (us === undefined) return text;
  const seconds = Math.round((nowUs - us) / 1e6);
  if (seconds < 120) return `${text}, ${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? `${text}, ${minutes} min ago`
    : `${text}, ${formatInteger(Math.round(minutes / 60))} h ago`;
};

const runningWords = ({ running, pid }: StreamStatus): string =>
  running === null
    ? 'cannot be told from here'
    : running
      ? `yes, process ${pid}`
      : 'no, its process has ended';

const rejectedWords = (rejected: Readonly<Record<string, number>>): string => {
  const reasons = Object.entries(rejected).toSorted(([, left], [, right]) => right - left);
  const sum = reasons.reduce((total, [, count]) => total + count, 0);
  const named = reasons.map(([reason, count]) => `${reason} ${formatInteger(count)}`).join(', ');
  return `${formatInteger(sum)} rejected${named === '' ? '' : ` (${named})`}`;
};

const lagWords = ({ sources }: StreamStatus): string => {
  const isKafka = sources.description.startsWith('kafka:');
  const lag = isKafka ? `${formatInteger(sources.lag)} records` : formatBytes(sources.lag);
  const partitions = Object.keys(sources.endOffset).length;
  const idle = sources.idle.length === 0 ? '' : `, idle: ${sources.idle.join(', ')}`;
  return `${lag} in ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}${idle}`;
};

/** What a state says of itself, in lines for people. */
export const statusText = (status: StreamStatus, nowUs: number): string => {
  const { totals, eventTime, stateOperators, sources } = status;
  const rows: readonly (readonly [string, string])[] = [
    ['source', sources.description],
    ['state', `${status.state}, ${formatBytes(stateOperators.stateBytes)}`],
    ['running', runningWords(status)],
    ['last batch', ago(status.timestamp, nowUs)],
    ['watermark', eventTime.watermark === null ? 'none yet' : ago(eventTime.watermark, nowUs)],
    ['newest event', eventTime.max === null ? 'none yet' : ago(eventTime.max, nowUs)],
    ['lag', lagWords(status)],
    ['open windows', formatInteger(stateOperators.openWindows)],
    [
      'records',
      `${formatInteger(totals.read)} read = ${formatInteger(totals.accepted)} accepted + ${formatInteger(totals.duplicates)} duplicates + ${rejectedWords(totals.rejected)}`,
    ],
    ['late', formatInteger(totals.late)],
  ];
  return rows
    .map(([name, value]) => `${name.padEnd(13)}${visible(value).replaceAll('\u00a0', ' ')}\n`)
    .join('');
};
