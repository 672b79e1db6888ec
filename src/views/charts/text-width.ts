import { eastAsianWidth } from 'get-east-asian-width';

const narrow = /[iljtfrI.,:;'|!()[\]{} ]/;
const broad = /[mwMW@%]|\p{Lu}/u;

/** About how wide text is in a sans-serif face, in the unit of `fontSize`; errs to the wide side. */
export const textWidth = (text: string, fontSize: number): number => {
  let ems = 0;
  for (const character of text) {
    const wide = eastAsianWidth(character.codePointAt(0) ?? 0) === 2;
    ems += wide ? 1 : narrow.test(character) ? 0.36 : broad.test(character) ? 0.76 : 0.6;
  }
  return ems * fontSize;
};

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text, cut with an ellipsis where it is wider than `room`. */
export const fitText = (text: string, room: number, fontSize: number): string => {
  if (textWidth(text, fontSize) <= room) return text;
  let fitted = '';
  for (const { segment } of graphemes.segment(text)) {
    if (textWidth(`${fitted}${segment}…`, fontSize) > room) break;
    fitted += segment;
  }
  return `${fitted.trimEnd()}…`;
};
