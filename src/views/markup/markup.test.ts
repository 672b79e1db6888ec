import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { el, renderMarkup, written } from './markup.ts';

describe('markup', () => {
  test('writes elements, attributes and text', () => {
    expect(
      renderMarkup(
        el('p', { class: 'a', hidden: true, id: undefined, lang: false }, 'x', 1, [
          null,
          false,
          'y',
        ]),
      ),
    ).toBe('<p class="a" hidden>x1y</p>');
    expect(renderMarkup(el('meta', { charset: 'utf-8' }))).toBe('<meta charset="utf-8">');
  });

  test('is the same where a part was written before', () => {
    const part = el('p', { title: '"' }, '<b>');
    expect(renderMarkup(el('div', {}, written(part), [written(part)], 'x'))).toBe(
      renderMarkup(el('div', {}, part, [part], 'x')),
    );
  });

  test('escapes text and attribute values', () => {
    expect(renderMarkup(el('p', { title: `"'<>&\n` }, `<b>"'&`))).toBe(
      '<p title="&quot;&#39;&lt;&gt;&amp;\\n">&lt;b&gt;&quot;&#39;&amp;</p>',
    );
  });

  test.each(['script', 'iframe', 'a b', '', 'x"'])('has no element %j', (name) => {
    expect(() => el(name)).toThrow(RangeError);
  });

  test.each(['onclick', 'src', 'a b', 'x="', 'formaction'])('has no attribute %j', (name) => {
    expect(() => el('p', { [name]: 'x' })).toThrow(RangeError);
  });

  test('leads nowhere else, and a style sheet stays one', () => {
    expect(() => el('a', { href: 'javascript:alert(1)' })).toThrow(RangeError);
    expect(() => renderMarkup(el('style', {}, 'a{}</style>'))).toThrow(RangeError);
  });

  property.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })])(
    'data never adds an element, an attribute or a control character',
    (text, value) => {
      const html = renderMarkup(el('p', { title: value }, text));
      expect(html).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
      expect(html).not.toMatch(/\p{Cc}/u);
    },
  );
});
