const and = new Intl.ListFormat('en', { type: 'conjunction' });

/** `a, b, and c`. */
export const listWords = (words: readonly string[]): string => and.format(words);

/** `46,650 plays`, `1 play`: a count with the small title of its column. */
export const counted = (shown: string, value: number | null, title: string): string =>
  `${shown} ${value === 1 ? lowered(title).replace(/s$/, '') : lowered(title)}`;

/** The words inside a sentence: a title starts small there unless it is a name or an abbreviation. */
export const lowered = (title: string): string =>
  /^\p{Lu}(\p{Ll}|\s|-)/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
