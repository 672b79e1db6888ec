import { visible } from '../format/visible.ts';

/**
 * A tiny builder of HTML and inline SVG in which data cannot become markup: text and attribute
 * values are escaped when they are written, names are checked, and nothing takes raw HTML.
 */
export class Markup {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
  constructor(name: string, attributes: Attributes, children: readonly Child[]) {
    this.name = name;
    this.attributes = attributes;
    this.children = children;
  }
}

/** The HTML of a tree that is written already; only `written` makes it. */
class Written {
  /** Private, so that no other object is taken for one. */
  readonly #html: string;
  constructor(html: string) {
    this.#html = html;
  }
  text(): string {
    return this.#html;
  }
}

export type Child =
  | Markup
  | Written
  | string
  | number
  | false
  | null
  | undefined
  | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const elementName = /^[a-zA-Z][a-zA-Z0-9]*$/;
const attributeName = /^[a-zA-Z][a-zA-Z0-9-]*$/;
/** Elements and attributes that could run or load something: no view needs them. */
const refused =
  /^(script|iframe|object|embed|link|base|form|foreignObject|on.*|src|srcset|srcdoc|action|formaction)$/i;

/** An element. @throws RangeError for a name that markup of ours never has. */
export const el = (
  name: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): Markup => {
  const bad = [
    ...(elementName.test(name) && !refused.test(name) ? [] : [name]),
    ...Object.keys(attributes).filter((key) => !attributeName.test(key) || refused.test(key)),
  ];
  if (bad.length > 0) throw new RangeError(`"${bad.join('", "')}" is no name for markup`);
  if ('href' in attributes && !String(attributes['href']).startsWith('#')) {
    throw new RangeError(`href "${String(attributes['href'])}" leads out of the page`);
  }
  return new Markup(name, attributes, children);
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most texts of a report need no escape: printable ASCII without the five special characters. */
const harmless = /^[ !#-%(-;=?-~]*$/;

/** Text as HTML shows it: controls visible, the five special characters as entities. */
const escapeText = (text: string): string =>
  harmless.test(text)
    ? text
    : visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

const voidElements = new Set(['meta', 'br', 'hr', 'col', 'wbr', 'img']);

const attribute = ([name, value]: readonly [string, Attributes[string]]): string =>
  value === undefined || value === false
    ? ''
    : value === true
      ? ` ${name}`
      : ` ${name}="${escapeText(String(value))}"`;

const styleText = (children: readonly Child[]): string => {
  const css = children.map(String).join('');
  if (css.includes('</')) throw new RangeError('a style sheet may not hold "</"');
  return css;
};

/** The HTML of a tree. */
export const renderMarkup = (child: Child): string => {
  if (child === undefined || child === null || child === false) return '';
  if (typeof child === 'string') return escapeText(child);
  if (typeof child === 'number') return String(child);
  if (child instanceof Written) return child.text();
  if (!(child instanceof Markup)) return child.map(renderMarkup).join('');
  const open = `<${child.name}${Object.entries(child.attributes).map(attribute).join('')}>`;
  if (voidElements.has(child.name)) return open;
  const inner =
    child.name === 'style' ? styleText(child.children) : child.children.map(renderMarkup).join('');
  return `${open}${inner}</${child.name}>`;
};

/** The tree written now, to be put into another one that is written later. */
export const written = (markup: Markup): Child => new Written(renderMarkup(markup));
