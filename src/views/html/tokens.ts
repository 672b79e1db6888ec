import { mix } from '../charts/colour.ts';

/** Number of shades of the heat map. */
export const shadeCount = 6;

/** The colours of one scheme; `shades` go from nearly the ground to the accent. */
export interface Scheme {
  readonly ground: string;
  readonly ink: string;
  readonly mute: string;
  readonly rule: string;
  readonly accent: string;
  readonly warn: string;
  readonly shades: readonly string[];
}

const scheme = (colours: Omit<Scheme, 'shades'>): Scheme => ({
  ...colours,
  shades: Array.from({ length: shadeCount }, (_, index) =>
    mix(colours.ground, colours.accent, 0.14 + (0.86 * index) / (shadeCount - 1)),
  ),
});

export const light: Scheme = scheme({
  ground: '#f7f7f4',
  ink: '#16181b',
  mute: '#5d636b',
  rule: '#d8d8d1',
  accent: '#0b7a5c',
  warn: '#a35a00',
});

export const dark: Scheme = scheme({
  ground: '#0e1013',
  ink: '#e8eaed',
  mute: '#98a0ab',
  rule: '#2b3038',
  accent: '#3ecf9b',
  warn: '#f0a84b',
});

type Tokens = Readonly<Record<string, string>>;

const tokensOf = ({ shades, ...colours }: Scheme): Tokens => ({
  ...colours,
  ...Object.fromEntries(shades.map((colour, index) => [`shade-${index + 1}`, colour])),
});

const declared = (tokens: Tokens): string =>
  Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Custom properties for both schemes, for browsers with `light-dark()` and for those without. */
export const tokenStyle = (): string => {
  const inLight = tokensOf(light);
  const inDark = tokensOf(dark);
  const both = Object.fromEntries(
    Object.keys(inLight).map((name) => [name, `light-dark(${inLight[name]},${inDark[name]})`]),
  );
  return [
    `:root{color-scheme:light dark;${declared(inLight)}}`,
    `@media (prefers-color-scheme:dark){:root{${declared(inDark)}}}`,
    `@supports (color:light-dark(#fff,#000)){:root{${declared(both)}}}`,
    `@media print{:root{color-scheme:light;${declared(inLight)}}}`,
  ].join('\n');
};
