import { TonearmError } from '../../error.ts';
import { windowOf, type Window } from '../../model/window.ts';
import type { OptionValues } from './options.ts';

const tumblingUs = 300_000_000;

/** The window that `--window` and `--slide` ask for. @throws TonearmError USAGE */
export const windowOption = ({ window, slide }: OptionValues): Window | undefined => {
  if (window === undefined && slide === undefined) return undefined;
  const size = window ?? tumblingUs;
  if (slide !== undefined && slide > size) {
    throw new TonearmError('USAGE', '--slide is longer than the window, which would leave gaps', {
      hint: 'give --slide at most the length of --window',
    });
  }
  return windowOf(size, slide ?? size);
};
