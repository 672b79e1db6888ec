import { Errors } from 'typebox/schema';
import { TonearmError } from '../error.ts';
import { foldText, type Mapping } from './mapping.ts';
import { mappingSchema, type FieldMapping } from './mapping-schema.ts';
import { nearest } from './nearest.ts';
import { fieldRules } from './rule.ts';
import { fieldNames, type FieldName } from './event.ts';
import type { SourceRecord } from './values.ts';

const invalid = (at: string, problem: string, hint?: string): TonearmError =>
  new TonearmError('CONFIG_INVALID', `mapping: ${at === '' ? 'it' : at} ${problem}`, {
    facts: { at },
    ...(hint === undefined ? {} : { hint }),
  });

const options = ['path', 'values', 'fold', 'unit', 'constant'];

const rejectUnknown = (at: string, what: string, name: string, known: readonly string[]): void => {
  if (known.includes(name)) return;
  const meant = nearest(name, known);
  throw invalid(
    at,
    `is not ${what}`,
    meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?`,
  );
};

const isObject = (value: unknown): value is SourceRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkValues = (name: FieldName, { values = {}, fold }: FieldMapping): void => {
  const table = new Map<string, string | number | null>();
  for (const [key, value] of Object.entries(values)) {
    const folded = foldText(key, fold);
    if (table.has(folded) && table.get(folded) !== value) {
      throw invalid(
        `${name}.values`,
        `gives two values for ${JSON.stringify(folded)} after folding`,
      );
    }
    table.set(folded, value);
  }
};

const checkMeaning = (name: FieldName, mapping: FieldMapping): void => {
  if (mapping.constant !== undefined && Object.keys(mapping).length > 1) {
    throw invalid(name, 'has a constant beside other settings', 'a constant stands alone');
  }
  if (mapping.unit !== undefined && name !== 'event_time') {
    throw invalid(`${name}.unit`, 'has no meaning', 'only event_time has a unit');
  }
  const kind = fieldRules.find((rule) => rule.name === name)?.kind;
  if (mapping.fold !== undefined && (kind === 'integer' || kind === 'instant')) {
    throw invalid(`${name}.fold`, 'has no meaning', 'only text has a case');
  }
  checkValues(name, mapping);
};

/**
 * Reads the parsed JSON of a `--map` file. Throws `CONFIG_INVALID` saying where it is wrong,
 * and for an unknown name which one was probably meant.
 */
export const parseMapping = (json: unknown): Mapping => {
  if (!isObject(json)) throw invalid('', 'must be an object with the names of event fields');
  for (const [name, mapping] of Object.entries(json)) {
    rejectUnknown(name, 'a field of the event', name, fieldNames);
    if (!isObject(mapping)) {
      throw invalid(name, 'must be an object such as {"path": "…"}');
    }
    for (const option of Object.keys(mapping)) {
      rejectUnknown(`${name}.${option}`, 'a setting of a mapped field', option, options);
    }
  }
  const [, [error]] = Errors(mappingSchema, json);
  if (error !== undefined) {
    const hint =
      error.keyword === 'enum' ? `allowed: ${error.params.allowedValues.join(', ')}` : undefined;
    throw invalid(error.instancePath.slice(1).replaceAll('/', '.'), error.message, hint);
  }
  const mapping = json as Mapping;
  for (const name of fieldNames) {
    const field = mapping[name];
    if (field !== undefined) checkMeaning(name, field);
  }
  return mapping;
};
