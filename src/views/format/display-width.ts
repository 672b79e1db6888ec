import { eastAsianWidth } from 'get-east-asian-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Latin letters, dashes, lines, blocks and arrows of our own: one cell each, and none joins another. */
const single = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u259f▲▼●]*$/;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;
/** Marks that stand on the letter before, joiners, and the later parts of Hangul syllables. */
const noWidth = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;

const graphemeWidth = (grapheme: string): number => {
  if (emoji.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    if (!noWidth.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  }
  return width;
};

/** How many cells of a terminal the text takes: East Asian letters and emoji take two. */
export const displayWidth = (text: string): number => {
  if (single.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
};

/** The text in at most `room` cells, cut with an ellipsis. */
export const truncate = (text: string, room: number): string => {
  if (displayWidth(text) <= room) return text;
  if (room < 1) return '';
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > room - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
};

/** Lines of at most `room` cells, broken at blanks. */
export const wrap = (text: string, room: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((one) => truncate(one, room));
};
