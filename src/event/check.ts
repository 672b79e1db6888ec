import type { Rule } from './rule.ts';

export type Fault = 'type' | 'value';

/** Judges one value that is there: `undefined` where it keeps the rule. */
export type Check = (value: unknown) => Fault | undefined;

const countsBetween = (text: string, minimum: number, maximum: number): boolean => {
  const units = text.length;
  if (units >= 2 * minimum && units <= maximum) return true;
  if (units < minimum || units > 2 * maximum) return false;
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters >= minimum && characters <= maximum;
};

const textCheck =
  (holds: (text: string) => boolean): Check =>
  (value) => {
    if (typeof value !== 'string') return 'type';
    return holds(value) ? undefined : 'value';
  };

const integerCheck =
  (minimum: number, maximum: number): Check =>
  (value) => {
    if (typeof value === 'number') {
      // JSON.parse gives Infinity for 1e400: whole, but out of range.
      if (!Number.isInteger(value) && Math.abs(value) !== Infinity) return 'type';
    } else if (typeof value !== 'bigint') {
      return 'type';
    }
    return value >= minimum && value <= maximum ? undefined : 'value';
  };

/** Compiles a rule; an instant is judged by reading it, so that it has no check. */
export const compileRule = (rule: Exclude<Rule, { kind: 'instant' }>): Check => {
  switch (rule.kind) {
    case 'text':
      return textCheck((text) => countsBetween(text, rule.minLength, rule.maxLength));
    case 'choice': {
      const choices: ReadonlySet<string> = new Set(rule.choices);
      return textCheck((text) => choices.has(text));
    }
    case 'pattern': {
      const pattern = new RegExp(rule.pattern, 'u');
      return textCheck((text) => pattern.test(text));
    }
    case 'integer':
      return integerCheck(rule.minimum, rule.maximum);
  }
};
