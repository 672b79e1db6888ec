import { isAscii } from 'node:buffer';
import { Type, type Batch as ArrowBatch } from '@uwdata/flechette';

type Column = ArrowBatch<unknown>;

/** The values of a column, null where there is none. */
export type Values = ArrayLike<unknown>;

const isNull = ({ validity }: Column, index: number): boolean =>
  ((validity?.[index >> 3] ?? 0) & (1 << (index & 7))) === 0;

const hasNulls = ({ nullCount, validity }: Column): boolean =>
  nullCount > 0 && validity !== undefined && validity.length > 0;

const eachValue = (column: Column, valueAt: (index: number) => unknown): readonly unknown[] => {
  const { length } = column;
  const nulls = hasNulls(column);
  const values: unknown[] = [];
  values.length = length;
  for (let index = 0; index < length; index += 1) {
    values[index] = nulls && isNull(column, index) ? null : valueAt(index);
  }
  return values;
};

/** Numbers below 2^53, else bigints: two halves are far cheaper than a bigint each. */
const bigints = (column: Column): readonly unknown[] => {
  const whole = column.values as BigInt64Array;
  const halves = new Int32Array(whole.buffer, whole.byteOffset, whole.length * 2);
  return eachValue(column, (index) => {
    const high = halves[2 * index + 1] ?? 0;
    return high >= -0x20_0000 &&
      high < 0x20_0000 &&
      !(high === -0x20_0000 && halves[2 * index] === 0)
      ? high * 0x1_0000_0000 + ((halves[2 * index] ?? 0) >>> 0)
      : whole[index];
  });
};

// Not with TextDecoder, as the library does: it takes a byte order mark away.
const texts = (column: Column): readonly unknown[] => {
  const offsets = column.offsets as Int32Array;
  const { buffer, byteOffset } = column.values as Uint8Array;
  const bytes = Buffer.from(buffer, byteOffset, offsets[column.length] ?? 0);
  if (!isAscii(bytes)) {
    return eachValue(column, (index) => bytes.toString('utf8', offsets[index], offsets[index + 1]));
  }
  const all = bytes.toString('latin1');
  return eachValue(column, (index) => all.slice(offsets[index], offsets[index + 1]));
};

const slices = (column: Column, items: Values): readonly unknown[] => {
  const offsets = column.offsets as Int32Array;
  const list = Array.from(items);
  return eachValue(column, (index) => list.slice(offsets[index], offsets[index + 1]));
};

const structs = (column: Column): readonly unknown[] => {
  const { children: fields } = column.type as { readonly children: readonly { name: string }[] };
  const parts = fields.map(({ name }, at) => [name, valuesOf(childOf(column, at))] as const);
  return eachValue(column, (index) =>
    Object.fromEntries(parts.map(([name, values]) => [name, values[index]])),
  );
};

const maps = (column: Column): readonly unknown[] => {
  const entries = childOf(column, 0);
  const keys = valuesOf(childOf(entries, 0));
  const values = valuesOf(childOf(entries, 1));
  const pairs = Array.from(keys, (key, index) => [key, values[index]] as const);
  return slices(column, pairs).map((part) => part && new Map(part as typeof pairs));
};

const childOf = (column: Column, at: number): Column => column.children?.[at] as Column;

/**
 * A column of an Arrow batch as values of JavaScript: 64-bit integers as numbers below 2^53, else
 * bigints; lists as arrays, structs as objects, maps as `Map`. Numbers without nulls are a view of the
 * batch and not copied.
 */
export const valuesOf = (column: Column): Values => {
  const { type, values } = column;
  switch (type.typeId) {
    case Type.Int:
      if (type.bitWidth === 64) return bigints(column);
      break;
    case Type.Utf8:
      return texts(column);
    case Type.List:
      return slices(column, valuesOf(childOf(column, 0)));
    case Type.Struct:
      return structs(column);
    case Type.Map:
      return maps(column);
    default:
  }
  const isPlain = type.typeId === Type.Int || type.typeId === Type.Float;
  if (isPlain && !hasNulls(column) && values !== undefined) return values;
  return eachValue(column, (index) => column.value(index));
};
