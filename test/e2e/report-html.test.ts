import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/views/html/report.ts';
import { hostileStrings, sampleReport } from '../support/sample-report.ts';

const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path));
const mustRun = process.env['CI'] === 'true';
const missing = executablePath === undefined;

if (missing && !mustRun) {
  console.warn('SKIPPED report.html in a browser: no Chromium at CHROMIUM_PATH or in /usr/bin.');
}

/** Contrast of all visible text with the ground of the page, the worst first: [ratio, colour, text]. */
const worstContrast = `(() => {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.documentElement).backgroundColor);
  const ratio = (colour) => {
    const one = luminance(colour);
    return (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05);
  };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() === '') continue;
    const style = getComputedStyle(node.parentElement);
    const colour = node.parentElement instanceof SVGElement ? style.fill : style.color;
    if (!found.has(colour)) found.set(colour, [ratio(colour), colour, node.data.slice(0, 40)]);
  }
  return [...found.values()].sort((a, b) => a[0] - b[0]);
})()`;

const overflow = `(() => {
  const wide = document.documentElement.clientWidth;
  return {
    page: document.documentElement.scrollWidth - wide,
    outside: [...document.querySelectorAll('h1,h2,p,dl,figure,nav,details,.scroll')]
      .filter((one) => one.getBoundingClientRect().right > wide + 1)
      .map((one) => one.outerHTML.slice(0, 80)),
  };
})()`;

describe.skipIf(missing && !mustRun)('report.html in Chromium', () => {
  let folder = '';
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const urlOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  const open = async (
    name: string,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<void> => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(urlOf(name));
  };

  beforeAll(async () => {
    if (executablePath === undefined)
      throw new Error('CI needs Chromium: install it or set CHROMIUM_PATH');
    folder = await mkdtemp(join(tmpdir(), 'tonearm-report-'));
    const hostile = sampleReport({
      rows: hostileStrings.length,
      text: (n) => hostileStrings[n % hostileStrings.length] ?? null,
      summary: { runId: hostileStrings[0] ?? '', engine: hostileStrings[1] ?? '' },
    });
    await writeFile(
      join(folder, 'usual.html'),
      renderHtml(sampleReport({ rows: 100, windows: true })),
    );
    await writeFile(join(folder, 'hostile.html'), renderHtml(hostile));
    await writeFile(
      join(folder, 'scrobbles.html'),
      renderHtml(sampleReport({ rows: 12, knowsEndings: false })),
    );
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
  });

  afterAll(async () => {
    await context?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['usual.html', 360],
    ['usual.html', 390],
    ['usual.html', 720],
    ['usual.html', 1440],
    ['hostile.html', 360],
    ['hostile.html', 1440],
    ['scrobbles.html', 390],
  ])('%s fits a page of %d px, also with every list unfolded', async (name, width) => {
    await open(name, width);
    expect(await page.evaluate(overflow)).toEqual({ page: 0, outside: [] });
    await page.evaluate(
      `document.querySelectorAll('details').forEach((one) => { one.open = true; })`,
    );
    expect(await page.evaluate(overflow)).toEqual({ page: 0, outside: [] });
  });

  test.each(['light', 'dark'] as const)(
    'all text of the %s scheme has a contrast of 4.5 or more',
    async (scheme) => {
      await open('usual.html', 1440, scheme);
      const found = await page.evaluate<readonly [number, string, string][]>(worstContrast);
      expect(found.length).toBeGreaterThan(1);
      expect(found[0]?.[0], JSON.stringify(found[0])).toBeGreaterThanOrEqual(4.5);
      const ground = await page.evaluate(
        'getComputedStyle(document.documentElement).backgroundColor',
      );
      expect(ground).toBe(scheme === 'light' ? 'rgb(247, 247, 244)' : 'rgb(14, 16, 19)');
    },
  );

  test('the accessibility tree has headings, landmarks, named figures and tables', async () => {
    await open('usual.html', 1440);
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('heading "Which songs are played most?" [level=2]');
    expect(tree).toMatch(/table "Popular songs, first 10 rows"/);
    expect(tree).toMatch(/figure "Plays are highest for /);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Contents' }).count()).toBe(1);
    expect(await page.getByRole('columnheader', { name: 'Plays' }).count()).toBeGreaterThan(0);
    expect(
      await page.getByRole('rowheader', { name: 'Gentle Garden', exact: false }).count(),
    ).toBeGreaterThan(0);
    expect(await page.getByRole('figure').count()).toBeGreaterThan(12);
  });

  test('hostile data is text: no element came from it, and nothing ran or was loaded', async () => {
    requests.length = 0;
    await open('hostile.html', 1440);
    const odd = await page.evaluate(`({
      elements: document.querySelectorAll('script,img,iframe,object,embed,link,form,b:not(.mast b)').length,
      handlers: [...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => name.startsWith('on'))).length,
    })`);
    expect(odd).toEqual({ elements: 0, handlers: 0 });
    expect(await page.getByText('<script>alert(1)</script>').count()).toBeGreaterThan(0);
    expect(requests).toEqual([urlOf('hostile.html')]);
  });

  test('prints in light colours without folded lists, nothing cut', async () => {
    await open('usual.html', 680, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(overflow)).toEqual({ page: 0, outside: [] });
    const seen = await page.evaluate(`({
      ink: getComputedStyle(document.querySelector('h2')).color,
      folded: getComputedStyle(document.querySelector('details')).display,
      cut: [...document.querySelectorAll('.scroll')].filter((one) => one.offsetParent !== null && one.scrollWidth > one.clientWidth + 1).length,
    })`);
    expect(seen).toEqual({ ink: 'rgb(22, 24, 27)', folded: 'none', cut: 0 });
    await page.emulateMedia({ media: 'screen' });
  });
});
