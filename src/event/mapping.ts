import { fieldNames, type FieldName } from './event.ts';
import type { FieldMapping, Mapping } from './mapping-schema.ts';
import type { SourceRecord, Values } from './values.ts';

export type { FieldMapping, Mapping, TimeUnit } from './mapping-schema.ts';

const isObject = (value: unknown): value is SourceRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text in the case that the mapping asks for. */
export const foldText = (text: string, fold: FieldMapping['fold']): string =>
  fold === 'lower' ? text.toLowerCase() : fold === 'upper' ? text.toUpperCase() : text;

type ValueTable = ReadonlyMap<string, string | number | null>;

const valueTable = ({ values = {}, fold }: FieldMapping): ValueTable =>
  new Map(Object.entries(values).map(([key, value]) => [foldText(key, fold), value]));

/** Where the source has the field; `undefined` where the mapping gives a constant instead. */
export const sourcePath = (name: FieldName, mapping: Mapping = {}): string | undefined => {
  const field = mapping[name];
  return field?.constant === undefined ? (field?.path ?? name) : undefined;
};

const ownValue = (record: SourceRecord, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** A literal key wins over a path, and of several ways through dotted keys the longest key. */
const valueAt = (record: SourceRecord, path: string): unknown => {
  if (Object.hasOwn(record, path)) return record[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const inner = ownValue(record, path.slice(0, dot));
    if (isObject(inner)) {
      const value = valueAt(inner, path.slice(dot + 1));
      if (value !== undefined) return value;
    }
  }
  return undefined;
};

type Reader = (record: SourceRecord) => unknown;

const readerOf = (name: FieldName, mapping: Mapping): Reader => {
  const field = mapping[name] ?? {};
  const { constant, fold } = field;
  if (constant !== undefined) return () => constant;
  const path = field.path ?? name;
  const find: Reader = path.includes('.')
    ? (record) => valueAt(record, path)
    : (record) => ownValue(record, path);
  const table = valueTable(field);
  if (table.size === 0 && fold === undefined) return find;
  return (record) => {
    const found = find(record);
    const value = typeof found === 'string' ? foldText(found, fold) : found;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return value;
    }
    const listed = table.get(String(value));
    return listed === undefined ? value : listed;
  };
};

/**
 * Compiles a mapping into a function from a row of the source to the values of the event's
 * fields. `event_time` stays in the unit of the source: the decoder reads it.
 */
export const createMapper = (mapping: Mapping): ((record: SourceRecord) => Values) => {
  const readers = fieldNames.map((name) => readerOf(name, mapping));
  return (record) => readers.map((read) => read(record));
};

/** Applies a mapping to one row; the row that it gives has the event's names. */
export const applyMapping = (mapping: Mapping, record: SourceRecord): SourceRecord => {
  const values = createMapper(mapping)(record);
  return Object.fromEntries(fieldNames.map((name, index) => [name, values[index]]));
};
