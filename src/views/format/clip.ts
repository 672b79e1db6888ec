const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first `most` characters as readers count them, with an ellipsis where there are more. */
export const clip = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const parts: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    if (parts.length === most)
      return `${parts
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
    parts.push(segment);
  }
  return text;
};
