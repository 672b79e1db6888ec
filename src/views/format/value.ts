import type { Column } from '../../model/columns.ts';
import type { Cell } from '../../result/table.ts';
import type { InstantFormat } from './instant.ts';
import { formatMilliseconds } from './milliseconds.ts';
import { formatCompact, formatInteger, formatRate, formatReal, formatTick } from './number.ts';
import { visible } from './visible.ts';

export const notAvailable = 'not available';

type Shown = Pick<Column, 'type' | 'unit'>;

/** A value of a measure as a cell shows it, exactly where it is a count. */
export const formatValue = (
  { type, unit }: Shown,
  value: Cell,
  instants: InstantFormat,
): string => {
  if (value === null) return notAvailable;
  if (typeof value === 'string') return visible(value);
  if (unit === 'time' || type === 'instant') return instants.cell(value);
  if (unit === 'milliseconds') return formatMilliseconds(value);
  if (unit === 'ratio') return formatRate(value);
  return type === 'integer' ? formatInteger(value) : formatReal(value);
};

/** A value of a measure as a headline or a sentence says it. */
export const formatFigure = (shown: Shown, value: Cell, instants: InstantFormat): string =>
  typeof value === 'number' && shown.unit === 'count'
    ? formatCompact(value)
    : formatValue(shown, value, instants);

/** A value on an axis. */
export const formatAxis = (unit: Column['unit'], value: number): string =>
  unit === 'ratio'
    ? `${formatTick(Math.round(value * 1000) / 10)}\u00a0%`
    : unit === 'milliseconds'
      ? formatMilliseconds(value)
      : formatTick(value);

/** What a column means, as a sentence; instants are UTC in files and local on the page. */
export const descriptionWords = (
  { unit, description }: Pick<Column, 'unit' | 'description'>,
  zone: string,
): string => {
  const words =
    unit === 'time' && zone !== 'UTC'
      ? description.replace(/ \(UTC\)$/, ' (UTC in the files)')
      : description;
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The unit of a column in plain words, for definitions. */
export const unitWords = ({ unit, type }: Shown, zone: string): string => {
  const words: Readonly<Record<Column['unit'], string>> = {
    count: type === 'real' ? 'mean count' : 'count',
    milliseconds: 'time, stored in milliseconds',
    ratio: 'percent, stored as a part of 1',
    time: `time, shown in ${zone}`,
    days: 'days',
    rank: 'rank',
    name: type === 'text' ? 'text' : 'number',
  };
  return words[unit];
};

/** A value as a limit in a legend: exact, without its unit where it is a count. */
export const unitless = ({ unit }: Shown, value: number): string =>
  unit === 'count' || unit === 'days' ? formatReal(value) : formatAxis(unit, value);
