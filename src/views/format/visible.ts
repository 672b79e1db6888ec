/**
 * Characters that move, hide or reorder what stands around them: controls, soft hyphen, bidi
 * controls, line separators, zero-width space, byte-order mark, interlinear marks, lone
 * surrogates. The joiners U+200C and U+200D stay: Persian and emoji need them.
 */
const acting =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const shorthand: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string): string => {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return (
    shorthand[character] ??
    (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
  );
};

/** More marks on one letter than any script needs: they would run over the lines above and below. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** Text from data as harmless, visible characters: `\x1b` for the escape character, and so on. */
export const visible = (text: string): string =>
  text.replace(acting, escaped).replace(piledMarks, '$1…');
