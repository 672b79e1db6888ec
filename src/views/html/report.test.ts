import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { hostileStrings, sampleReport } from '../../../test/support/sample-report.ts';
import { catalogue } from '../../analytics/index.gen.ts';
import { contrast } from '../charts/colour.ts';
import { oklab } from '../charts/colour.ts';
import { createHtmlPage, renderHtml } from './report.ts';
import { dark, light } from './tokens.ts';

interface Tag {
  readonly name: string;
  readonly closes: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Tags of the page; no text of ours or of data can hold an angle bracket once it is escaped. */
const tagsOf = (html: string): readonly Tag[] =>
  [...html.replace(/<style>.*?<\/style>/s, '').matchAll(/<(\/?)([^\s<>]+)([^<>]*)>/g)].map(
    ([, slash, name = '', rest = '']) => ({
      name,
      closes: slash === '/',
      attributes: Object.fromEntries(
        [...rest.matchAll(/([^\s="']+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
          key,
          value,
        ]),
      ),
    }),
  );

const elements = new Set(
  'html head meta title style body a div header p span b h1 nav ul li main section h2 h3 figure svg rect circle line polyline text table thead tbody tr th td bdi small dl dt dd details summary code footer !doctype'.split(
    ' ',
  ),
);
const attributes = new Set(
  'lang charset name content http-equiv class href id style aria-label aria-labelledby aria-hidden role tabindex scope viewBox preserveAspectRatio focusable x y x1 x2 y1 y2 cx cy r width height points text-anchor html'.split(
    ' ',
  ),
);

const foreign = (html: string): readonly string[] =>
  tagsOf(html).flatMap(({ name, attributes: own }) => [
    ...(elements.has(name) ? [] : [`<${name}>`]),
    ...Object.keys(own).filter((key) => !attributes.has(key)),
  ]);

const report = sampleReport({ windows: true, rows: 30 });
const html = renderHtml(report);
const tags = tagsOf(html).filter(({ closes }) => !closes);

describe('the page', () => {
  test('is the same whatever was drawn before', () => {
    const headings = report.tables.map((one) => ({ ...one, rows: [] }));
    const page = createHtmlPage(report.summary, headings);
    for (const one of report.tables.toReversed().slice(1)) page.draw(one);
    expect(page.finish(report)).toBe(html);
  });

  test('holds no script and loads nothing', () => {
    expect(html).not.toMatch(/<script|<img|<link|@import|url\(|https?:\/\//i);
    expect(html).toContain('default-src &#39;none&#39;');
  });

  test('has both colour schemes, print and forced colours', () => {
    for (const found of [
      'prefers-color-scheme:dark',
      'light-dark(',
      '@media print',
      'forced-colors:active',
    ]) {
      expect(html).toContain(found);
    }
  });

  test('closes what it opens, in order', () => {
    const open: string[] = [];
    for (const { name, closes } of tagsOf(html)) {
      if (name === '!doctype' || name === 'meta') continue;
      if (closes) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('no two elements have one id, and every reference leads to one', () => {
    const ids = tags.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes: found } of tags) {
      if (found['href'] !== undefined) expect(ids).toContain(found['href'].slice(1));
      if (found['aria-labelledby'] !== undefined) expect(ids).toContain(found['aria-labelledby']);
    }
  });
});

describe('for readers that do not see it', () => {
  test('headings go down by one, from one h1', () => {
    const levels = tags
      .filter(({ name }) => /^h[1-6]$/.test(name))
      .map(({ name }) => Number(name[1]));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('there are the landmarks', () => {
    const names = tags.map(({ name }) => name);
    for (const name of ['header', 'nav', 'main', 'footer'])
      expect(names.filter((one) => one === name)).toHaveLength(1);
  });

  test('every figure, table, section and region has a name', () => {
    const named = tags.filter(
      ({ name, attributes: { role } }) =>
        ['figure', 'table', 'section', 'nav'].includes(name) || role === 'region',
    );
    expect(named.length).toBeGreaterThan(40);
    for (const { attributes: found } of named)
      expect(found['aria-label'] ?? found['aria-labelledby']).toBeTruthy();
  });

  test('drawings are hidden, for their figure has a sentence and a table', () => {
    for (const { name, attributes: found } of tags)
      if (name === 'svg') expect(found['aria-hidden']).toBe('true');
  });

  test('every header cell says what it heads, every body row has one', () => {
    for (const {
      name,
      attributes: { scope },
    } of tags)
      if (name === 'th') expect(['col', 'row']).toContain(scope);
    const bodies = [...html.matchAll(/<tbody>(.*?)<\/tbody>/gs)].map(([, body = '']) => body);
    for (const body of bodies) {
      for (const row of body.split('</tr>').slice(0, -1)) expect(row).toContain('scope="row"');
    }
  });
});

describe('contents', () => {
  test('every analytic has its question, its sentence, and a table', () => {
    for (const { title, question } of catalogue) {
      expect(html).toContain(question);
      expect(html).toContain(`aria-label="${title}, `);
    }
  });

  test('every column is defined once, in plain words', () => {
    for (const { columns } of report.tables.filter(({ scope }) => scope === 'table')) {
      for (const { name, description } of columns) {
        expect(html).toContain(`<code>${name}</code>`);
        expect(html).toContain(description.slice(1).replace(' (UTC)', '').replaceAll("'", '&#39;'));
      }
    }
  });

  test('says where the numbers come from', () => {
    for (const words of [
      'run-1',
      'duckdb',
      'Europe/Berlin',
      '30-second rule',
      'events.ndjson',
      '98,950',
      'not one JSON object',
    ]) {
      expect(html).toContain(words);
    }
  });

  test('windows are summed up, not listed', () => {
    const many = sampleReport({ windows: true });
    const [overview] = many.tables.filter(({ name }) => name === 'overview_windowed');
    const rows = Array.from({ length: 20_000 }, (_, n) => [
      n * 3e8,
      (n + 1) * 3e8,
      ...(overview?.rows[0]?.slice(2) ?? []),
    ]);
    const long = renderHtml({
      ...many,
      tables: many.tables.map((one) => (one === overview ? { ...one, rows } : one)),
    });
    expect(long.length - renderHtml(many).length).toBeLessThan(20_000);
  });

  test('what the data does not know is not available, never 0', () => {
    const unknowing = renderHtml(sampleReport({ knowsEndings: false }));
    expect(unknowing).toContain('<dt>Skip rate</dt><dd class="absent">not available</dd>');
    expect(unknowing).toContain('<dt>Streams</dt><dd class="absent">not available</dd>');
    expect(unknowing).toContain('Not available: the data does not say how playbacks ended.');
  });

  test('stays small and whole for nothing, for one, and for very many rows', () => {
    expect(renderHtml(sampleReport({ rows: 0 }))).toContain('Nothing in the data belongs here.');
    expect(renderHtml(sampleReport({ rows: 1 }))).toContain('is the only');
    expect(renderHtml({ ...report, tables: [] })).toContain(
      'How far can these numbers be trusted?',
    );
    expect(renderHtml(sampleReport({ rows: 2000 })).length).toBeLessThan(1_500_000);
  });
});

describe('hostile data', () => {
  const hostile = (text: (n: number) => string | null): string =>
    renderHtml(
      sampleReport({
        rows: hostileStrings.length,
        text,
        windows: true,
        summary: {
          runId: text(0) ?? '',
          engine: text(1) ?? '',
          streamRule: text(2) ?? '',
          inputs: [{ name: text(3) ?? '', bytes: null, rows: 1 }],
          counts: {
            read: 1,
            accepted: 0,
            duplicates: 0,
            rejected: { [text(4) ?? '']: 1 },
            outside: 0,
          },
        },
      }),
    );

  test('adds no element and no attribute, and stays visible', () => {
    const page = hostile((n) => hostileStrings[n % hostileStrings.length] ?? null);
    expect(foreign(page)).toEqual([]);
    expect(page).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\ufeff]/u);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('\\x1b[31mred');
    expect(page).toContain('\\u202eright to left');
  });

  property.prop(
    [
      fc.array(
        fc.string({ unit: fc.constantFrom(...'<>"\'&/=!- abso\u0000\u001b\u202e`\\'.split('')) }),
        { minLength: 5, maxLength: 8 },
      ),
    ],
    { numRuns: 12 },
  )('however it is made', (texts) => {
    const page = hostile((n) => texts[n % texts.length] ?? null);
    expect(foreign(page)).toEqual([]);
  });
});

describe('colours', () => {
  test.each([
    ['light', light],
    ['dark', dark],
  ])('text of the %s scheme is readable, and shades go by lightness', (_, scheme) => {
    for (const text of [scheme.ink, scheme.mute, scheme.accent, scheme.warn]) {
      expect(contrast(text, scheme.ground)).toBeGreaterThanOrEqual(4.5);
    }
    const steps = [scheme.ground, ...scheme.shades].map((colour) => oklab(colour)[0]);
    for (const [index, step] of steps.entries()) {
      if (index > 0) expect(Math.abs(step - (steps[index - 1] ?? 0))).toBeGreaterThan(0.035);
    }
  });
});
