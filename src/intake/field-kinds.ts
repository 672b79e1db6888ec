import { TonearmError } from '../error.ts';
import type { FieldRule } from '../event/rule.ts';

/** How the decoder reads a field; the numbers are those of `assembly/fields.ts`. */
export interface FieldKind {
  readonly kind: number;
  /** Characters of a text or value of an integer. */
  readonly least: number;
  readonly most: number;
}

/** The patterns that `assembly/values.ts` knows. */
const patternKinds: ReadonlyMap<string, number> = new Map([
  ['^[a-z0-9][a-z0-9 _-]{0,31}$', 1],
  ['^[A-Z]{2}$', 2],
]);

/** Kind and limits of a field. Throws for a pattern that the decoder was not taught. */
export const fieldKindOf = (rule: FieldRule): FieldKind => {
  switch (rule.kind) {
    case 'text':
      return {
        kind: rule.name === 'event_id' ? 4 : 0,
        least: rule.minLength,
        most: rule.maxLength,
      };
    case 'integer':
      return { kind: 3, least: rule.minimum, most: rule.maximum };
    case 'instant':
      return { kind: 5, least: 0, most: 0 };
    case 'choice':
      return { kind: 6, least: 0, most: 0 };
    case 'pattern': {
      const kind = patternKinds.get(rule.pattern);
      if (kind === undefined) {
        throw new TonearmError(
          'INTERNAL',
          `the decoder does not know the pattern of ${rule.name}`,
          {
            facts: { field: rule.name, pattern: rule.pattern },
            hint: 'teach it to assembly/values.ts',
          },
        );
      }
      return { kind, least: 0, most: 0 };
    }
  }
};
