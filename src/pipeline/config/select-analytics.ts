import { TonearmError } from '../../error.ts';
import { nearest } from '../../event/nearest.ts';
import type { Analytic } from '../../model/analytic.ts';
import type { Origin } from './resolve.ts';

/** The built-in analytics and those of the user. Throws ANALYTIC_INVALID where a name occurs twice. */
export const joinAnalytics = (
  builtIn: readonly Analytic[],
  own: readonly Analytic[],
): readonly Analytic[] => {
  const all = [...builtIn, ...own];
  const taken = new Set<string>();
  for (const { name } of all) {
    if (taken.has(name)) {
      throw new TonearmError('ANALYTIC_INVALID', `two analytics have the name "${name}"`, {
        facts: { analytic: name },
        hint: 'give your own another name: it is also the name of the files',
      });
    }
    taken.add(name);
  }
  return all;
};

/**
 * Those that `--only` names, in the order of the catalogue. Throws USAGE, or CONFIG_INVALID where
 * the names do not come from the command line, with the name that was probably meant.
 */
export const selectAnalytics = (
  all: readonly Analytic[],
  only: readonly string[] | undefined,
  origin: Origin,
): readonly Analytic[] => {
  if (only === undefined) return all;
  const known = all.map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new TonearmError(
      origin.from === 'flag' ? 'USAGE' : 'CONFIG_INVALID',
      `${origin.name}: there is no analytic ${JSON.stringify(unknown)}`,
      { hint: meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?` },
    );
  }
  return all.filter(({ name }) => only.includes(name));
};
