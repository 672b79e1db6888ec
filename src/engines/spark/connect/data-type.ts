import type { DataType } from './proto/spark.gen.ts';

const plainNames = {
  null: 'void',
  binary: 'binary',
  boolean: 'boolean',
  byte: 'tinyint',
  short: 'smallint',
  integer: 'int',
  long: 'bigint',
  float: 'float',
  double: 'double',
  string: 'string',
  date: 'date',
  timestamp: 'timestamp',
  timestampNtz: 'timestamp_ntz',
  calendarInterval: 'interval',
  yearMonthInterval: 'interval year to month',
  dayTimeInterval: 'interval day to second',
  variant: 'variant',
} as const;

/** A type as Spark's SQL writes it: `array<struct<a:string,b:decimal(10,2)>>`. */
export const typeName = (type: DataType | undefined): string => {
  const { kind } = type ?? { kind: { case: undefined } };
  switch (kind.case) {
    case undefined:
      return 'unknown';
    case 'decimal':
      return `decimal(${kind.value.precision ?? 10},${kind.value.scale ?? 0})`;
    case 'char':
      return `char(${kind.value.length})`;
    case 'varChar':
      return `varchar(${kind.value.length})`;
    case 'array':
      return `array<${typeName(kind.value.elementType)}>`;
    case 'map':
      return `map<${typeName(kind.value.keyType)},${typeName(kind.value.valueType)}>`;
    case 'struct': {
      const fields = kind.value.fields.map(({ name, dataType }) => `${name}:${typeName(dataType)}`);
      return `struct<${fields.join(',')}>`;
    }
    default:
      return plainNames[kind.case];
  }
};
