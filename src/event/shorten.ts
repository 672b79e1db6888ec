const mostCharacters = 80;

const cut = (text: string): string => {
  if (text.length <= mostCharacters) return text;
  const characters = Array.from(text.slice(0, 2 * mostCharacters + 2));
  return characters.length <= mostCharacters
    ? text
    : `${characters.slice(0, mostCharacters).join('')}…`;
};

/**
 * A value in words, for a message: text in quotes with control characters escaped, at most 80
 * characters of it; of a list or an object only what it is.
 */
export const shorten = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return cut(String(value));
};
