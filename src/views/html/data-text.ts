import { el, type Markup } from '../markup/markup.ts';
import { notAvailable } from '../format/value.ts';
import { unknown } from '../format/keys.ts';

/** Text that came from data: its direction does not reach what stands around it. */
export const dataText = (text: string): Markup => el('bdi', {}, text);

/** A name in words; an unknown one stands back. */
export const nameText = (words: string): Markup =>
  words === unknown ? el('span', { class: 'absent' }, words) : dataText(words);

/** A value in words; what is not known stands back. */
export const valueText = (words: string): Markup | string =>
  words === notAvailable ? el('span', { class: 'absent' }, words) : words;
