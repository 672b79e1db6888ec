import type { Counts } from '../../result/summary.ts';
import { formatInteger } from '../format/number.ts';

export const rejectedTotal = ({ rejected }: Counts): number =>
  Object.values(rejected).reduce((sum, number) => sum + number, 0);

/** What became of the events, in a sentence, and whether `read = accepted + duplicates + rejected`. */
export const qualityWords = (
  counts: Counts,
): { readonly sentence: string; readonly balanced: boolean } => {
  const rejected = rejectedTotal(counts);
  const balanced = counts.read === counts.accepted + counts.duplicates + rejected;
  const sum = `${formatInteger(counts.read)} read = ${formatInteger(counts.accepted)} accepted + ${formatInteger(counts.duplicates)} duplicates + ${formatInteger(rejected)} rejected`;
  const outside =
    counts.outside > 0
      ? ` ${formatInteger(counts.outside)} of the accepted lie outside the asked time.`
      : '';
  return balanced
    ? { balanced, sentence: `Every event is accounted for: ${sum}.${outside}` }
    : {
        balanced,
        sentence: `The counts do not add up (${sum}): do not rely on this report.${outside}`,
      };
};
