import type { FieldRule } from '../../../event/rule.ts';
import { endInstant, firstInstant } from '../../../event/time.ts';
import { literal } from '../literal.ts';
import type { FileColumn, Stored } from './columns.ts';
import { inFile } from './parquet-file.ts';

const canonicalTime = String.raw`\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z`;

/** The value of a field in SQL, as facts store it: microseconds, whole numbers or text; null where doubtful. */
export const valueOf = ({ rule, stored }: FileColumn): string => {
  const raw = inFile(rule.name);
  switch (stored) {
    case 'absent':
      return rule.kind === 'integer' ? 'CAST(NULL AS BIGINT)' : 'CAST(NULL AS VARCHAR)';
    case 'instant':
      return `epoch_us(${raw})`;
    case 'whole':
      return `TRY_CAST(${raw} AS BIGINT)`;
    case 'fraction':
      return `CASE WHEN ${raw} = trunc(${raw}) THEN TRY_CAST(${raw} AS BIGINT) END`;
    case 'text':
      return rule.kind === 'instant'
        ? `CASE WHEN regexp_full_match(${raw}, ${literal(canonicalTime)}) THEN epoch_us(TRY_CAST(rtrim(${raw}, 'Z') AS TIMESTAMP)) END`
        : rule.kind === 'choice'
          ? `CAST(${raw} AS VARCHAR)`
          : raw;
  }
};

// Bytes are at least as many as code points, so a short text in bytes certainly conforms; what
// is longer is doubtful and goes to the decoder, which counts code points.
const holds = (rule: FieldRule, value: string): string => {
  switch (rule.kind) {
    case 'instant':
      return `(${value} >= ${BigInt(firstInstant)} AND ${value} < ${BigInt(endInstant)})`;
    case 'integer':
      return `${value} BETWEEN ${BigInt(rule.minimum)} AND ${BigInt(rule.maximum)}`;
    case 'choice':
      return `${value} IN (${rule.choices.map(literal).join(', ')})`;
    case 'pattern':
      return `regexp_full_match(${value}, ${literal(rule.pattern)})`;
    case 'text':
      return rule.minLength > 0
        ? `strlen(${value}) BETWEEN ${BigInt(rule.minLength)} AND ${BigInt(rule.maxLength)}`
        : `strlen(${value}) <= ${BigInt(rule.maxLength)}`;
  }
};

const isPresent = (stored: Stored): boolean => stored !== 'absent';

/** True where the field certainly conforms to its rule; never null. */
export const certain = (column: FileColumn): string => {
  if (!isPresent(column.stored)) return column.rule.required ? 'false' : 'true';
  const rule = `coalesce(${holds(column.rule, valueOf(column))}, false)`;
  return column.rule.required ? rule : `(${inFile(column.rule.name)} IS NULL OR ${rule})`;
};
