import { parseDuration } from '../../model/duration.ts';
import { notA, type ValueType } from './value-type.ts';

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

const numberOf = (text: string): number =>
  /^\d+(\.\d+)?(e\d+)?$/i.test(text) ? Number(text) : NaN;

/** Whole numbers such as `100000`, `100_000`, `100k` or `10M`. */
export const count = (least: number, most: number = Number.MAX_SAFE_INTEGER): ValueType<number> => {
  const allowed =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number from ${least} on`
      : `a whole number from ${least} to ${most}`;
  return {
    form: 'text',
    placeholder: 'N',
    allowed,
    schema: { type: 'integer', minimum: least, maximum: most },
    parse: (text) => {
      const match = /^(\d[\d_]*(?:\.\d+)?)([kmg]?)$/i.exec(text.trim());
      const factor = factors[(match?.[2] ?? '').toLowerCase()] ?? NaN;
      // Rounded where a decimal times its factor is whole but for the last bit, as 1.1M is.
      const exact = Number(match?.[1]?.replaceAll('_', '')) * factor;
      const value = factor > 1 ? Number(exact.toPrecision(15)) : exact;
      return Number.isSafeInteger(value) && value >= least && value <= most
        ? { value }
        : notA(text, allowed, 'write it as 100000, 100k or 10M');
    },
    show: (value) => value,
  };
};

/** Numbers that need not be whole; `allowed` says which, in words. */
export const real = (least: number, most: number, allowed: string): ValueType<number> => {
  return {
    form: 'text',
    placeholder: 'N',
    allowed,
    schema: { type: 'number', minimum: least, maximum: most },
    parse: (text) => {
      const value = numberOf(text.trim());
      return value >= least && value <= most ? { value } : notA(text, allowed);
    },
    show: (value) => value,
  };
};

/** A part of one, as `0.01` or `1%`. */
export const share = (most: number): ValueType<number> => {
  const allowed = `a share from 0 to ${most}`;
  return {
    form: 'text',
    placeholder: 'SHARE',
    allowed,
    schema: { type: 'number', minimum: 0, maximum: most },
    parse: (text) => {
      const trimmed = text.trim();
      const value = trimmed.endsWith('%')
        ? numberOf(trimmed.slice(0, -1).trim()) / 100
        : numberOf(trimmed);
      return value >= 0 && value <= most
        ? { value }
        : notA(text, allowed, 'write it as 0.01 or 1%');
    },
    show: (value) => value,
  };
};

/** How many times as fast: `60x` or `60`. */
export const factor: ValueType<number> = {
  form: 'text',
  placeholder: 'FACTOR',
  allowed: 'a factor above 0 such as 1x or 60x',
  schema: { type: ['number', 'string'] },
  parse: (text) => {
    const value = numberOf(text.trim().replace(/x$/i, ''));
    return value > 0 && value <= 1e9 ? { value } : notA(text, factor.allowed);
  },
  show: (value) => `${value}x`,
};

const dayMs = 86_400_000;

/** Milliseconds as a bare number, or a duration such as `30s`. */
export const milliseconds: ValueType<number> = {
  form: 'text',
  placeholder: 'TIME',
  allowed: 'milliseconds or a duration such as 30s, at most one day',
  schema: { type: ['integer', 'string'] },
  parse: (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : durationMs(text);
    return Number.isInteger(value) && value <= dayMs ? { value } : notA(text, milliseconds.allowed);
  },
  show: (value) => value,
};

const durationMs = (text: string): number => {
  try {
    return parseDuration(text) / 1000;
  } catch {
    return NaN;
  }
};

/** An amount of memory, kept as it is written. */
export const memorySize: ValueType<string> = {
  form: 'text',
  placeholder: 'SIZE',
  allowed: 'an amount of memory such as 500MB or 4GB',
  schema: { type: 'string' },
  parse: (text) => {
    const match = /^([\d.]+)\s*([kmgt]i?b)$/i.exec(text.trim());
    return numberOf(match?.[1] ?? '') > 0
      ? { value: text.trim().replace(/\s+/, '') }
      : notA(text, memorySize.allowed);
  },
  show: (value) => value,
};
