import { messageOf, TonearmError } from '../../error.ts';

/** The error of a call that DuckDB refused; of its message the line that says what happened. */
export const engineFailure = (cause: unknown, sql?: string): TonearmError => {
  const [words = ''] = messageOf(cause).split('\n');
  return new TonearmError('ENGINE_FAILED', `DuckDB failed: ${words}`, {
    facts: sql === undefined ? {} : { sql },
    cause,
    hint: /memory|disk|space|offload|allocate/i.test(words)
      ? 'give it more with --memory-limit, or a roomier folder for spilling with --spill'
      : 'this is a defect of Tonearm; run again with --verbose to see the SQL and report it',
  });
};
