import { messageOf, TonearmError } from '../../error.ts';
import type { Check } from './check.ts';

/** Asks the Spark server for its version. */
export const checkSpark = async (address: string): Promise<Check> => {
  const name = 'Spark';
  const { openSparkSession } = await import('../spark/open-session.ts');
  const signal = new AbortController().signal;
  try {
    const session = await openSparkSession(address, { signal, onWarning: () => undefined });
    await session.close({ release: true });
    return { name, state: 'ok', found: `${session.sparkVersion}, answers over Connect` };
  } catch (error) {
    const advice = error instanceof TonearmError ? error.hint : undefined;
    return {
      name,
      state: 'limited',
      found: messageOf(error),
      ...(advice === undefined ? {} : { advice }),
    };
  }
};
