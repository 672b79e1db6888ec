import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../src/analytics/index.gen.ts';
import { flagOf } from '../src/pipeline/config/option.ts';
import { optionSpecs } from '../src/pipeline/config/options.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/cli/main.js');

/** A fenced block: its language, what stands behind it, and its text. */
interface Block {
  readonly language: string;
  readonly info: string;
  readonly text: string;
}

interface Page {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const fence = /^```(\w+)[ ]?([^\n]*)\n([\s\S]*?)^```$/gm;

const readPage = (path: string): Page => {
  const text = readFileSync(join(root, path), 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, language = '', info = '', block = '']) => ({
    language,
    info: info.trim(),
    text: block,
  }));
  return { path, text, blocks };
};

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .toSorted(),
].map(readPage);

/** The anchors that a page has, as GitHub makes them from its headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

const prose = ({ text }: Page): string => text.replaceAll(fence, '');

describe.each(pages)('$path', (page) => {
  test('links to what exists', () => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)|\bsrc(?:set)?="([^"]+)"/g)]
      .map(([, link, image]) => link ?? image ?? '')
      .filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => {
      const [target = '', anchor] = link.split('#');
      const file = target === '' ? page.path : join(dirname(page.path), target);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(readPage(file).text).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('names files and scripts that exist', () => {
    const places = page.text.matchAll(
      /(?<![\w./-])(?:src|test|docs|scripts|schemas|examples|bench|\.ci)\/[\w./-]*\w/g,
    );
    const missing = [...places]
      .map(([path]) => path)
      .filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);

    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...page.text.matchAll(/npm (?:run ([\w:]+)|(start|test))/g)];
    expect(
      named.map(([, script, own]) => script ?? own ?? '').filter((name) => !(name in scripts)),
    ).toEqual([]);
  });

  test('names options that exist', () => {
    const known = new Set(['help', ...optionSpecs.map(([name, spec]) => flagOf(name, spec))]);
    const named = [
      ...page.text.matchAll(/(?<![\w-])--(?:no-)?([a-z](?:[a-z-]*[a-z])?)(?!-?[<a-z])/g),
    ];
    expect(named.map(([, flag = '']) => flag).filter((flag) => !known.has(flag))).toEqual([]);
  });

  test('has JSON that parses', () => {
    for (const { language, text } of page.blocks) {
      if (language === 'json') expect(() => JSON.parse(text) as unknown).not.toThrow();
      if (language !== 'ndjson') continue;
      for (const line of text.trimEnd().split('\n')) {
        expect(() => JSON.parse(line) as unknown).not.toThrow();
      }
    }
  });
});

test('the README counts the tables of the catalogue', () => {
  expect(readPage('README.md').text).toContain(` ${catalogue.length} tables `);
});

describe('what the docs run', () => {
  let folder = '';
  const inFolder = (name: string): string => join(folder, name);

  beforeAll(() => {
    if (!existsSync(program)) throw new Error('run `npm run build` first: dist is missing');
    folder = mkdtempSync(join(tmpdir(), 'tonearm-docs-'));
    mkdirSync(inFolder('bin'));
    // `npx tonearm …` is the built program, without npm in between.
    const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`;
    writeFileSync(inFolder('bin/npx'), npx);
    chmodSync(inFolder('bin/npx'), 0o755);
    mkdirSync(inFolder('node_modules'));
    symlinkSync(root, inFolder('node_modules/tonearm'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const shell = async (script: string, cwd: string): Promise<string> => {
    const path = [inFolder('bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
    const env = { PATH: path, TMPDIR: process.env['TMPDIR'] };
    const { stdout } = await run('/bin/sh', ['-e', '-c', script], { cwd, env });
    return stdout;
  };

  const executed = pages.filter(({ blocks }) => blocks.some(({ info }) => info === 'run'));

  test('is not nothing', () => {
    expect(executed.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['README.md', 'docs/input.md', 'docs/output.md', 'docs/importers.md']),
    );
  });

  test.concurrent.each(executed)('$path', async ({ path, blocks }) => {
    const cwd = inFolder(path.replaceAll(/\W/g, '-'));
    mkdirSync(cwd);
    let output: readonly string[] = [];
    for (const { info, text } of blocks) {
      if (info === 'run') output = (await shell(text, cwd)).split('\n');
      else if (info === 'output') expectLines(output, text);
      else if (info.startsWith('file=')) writeFileSync(join(cwd, info.slice('file='.length)), text);
    }
  });

  test('TypeScript compiles against the package', async () => {
    const snippets = pages.flatMap(({ blocks }) =>
      blocks.filter(({ language }) => language === 'ts').map(({ text }) => text),
    );
    expect(snippets.length).toBeGreaterThan(0);
    const files = snippets.map((text, index) => {
      writeFileSync(inFolder(`snippet-${index}.ts`), text);
      return `snippet-${index}.ts`;
    });
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
      ...{ target: 'es2023', module: 'nodenext' },
    };
    writeFileSync(inFolder('tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    writeFileSync(inFolder('package.json'), '{ "type": "module" }');
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const compiled = run(process.execPath, [compiler, '--project', folder], { cwd: folder });
    await compiled.catch((error: { readonly stdout?: string }) => {
      throw new Error(error.stdout ?? 'tsc failed');
    });
  });

  test('the definition of the README is the one of the catalogue', async () => {
    const [snippet] = readPage('README.md').blocks.filter(({ language }) => language === 'ts');
    writeFileSync(inFolder('readme.mts'), snippet?.text ?? '');
    writeFileSync(
      inFolder('compare.mts'),
      `import { catalogue } from 'tonearm';
      import { popularSongs } from './readme.mts';
      const built = catalogue.find(({ name }) => name === popularSongs.name);
      console.log(JSON.stringify([popularSongs, built]));`,
    );
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const args = ['--import', loader, inFolder('compare.mts')];
    const { stdout } = await run(process.execPath, args, { cwd: folder });
    const [shown, built] = JSON.parse(stdout) as readonly unknown[];
    expect(shown).toEqual(built);
  });
});

/** Every line of the text begins a line of the output, in their order. */
const expectLines = (output: readonly string[], text: string): void => {
  const shown = text.trimEnd().split('\n');
  let at = 0;
  const missing = shown.filter((line) => {
    const found = output.findIndex((one, index) => index >= at && one.startsWith(line));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
  expect({ missing, output: missing.length === 0 ? [] : output }).toEqual({
    missing: [],
    output: [],
  });
};
