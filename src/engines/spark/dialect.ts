import { dialectOf } from '../../sql/standard.ts';
import { quote } from './text.ts';

/** Spark's spelling: sums and counts are BIGINT already, and DIV of integers truncates. */
export const sparkDialect = dialectOf({
  quote,
  placeholder: (position) => `:v${position}`,
  types: { text: 'STRING' },
  functions: {
    floorDiv: (of, by) => `((${of} - pmod(${of}, ${by})) DIV ${by})`,
    div: (of, by) => `(${of} DIV ${by})`,
    mod: (of, by) => `pmod(${of}, ${by})`,
  },
});
