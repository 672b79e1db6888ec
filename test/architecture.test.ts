import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** Folders from the lowest rank to the highest; those of one rank do not see each other. */
const ranks: readonly (readonly string[])[] = [
  ['event'],
  ['model', 'sql', 'intake', 'kafka', 'log'],
  ['vocabulary', 'result'],
  ['analytics', 'plan'],
  ['engines', 'sources', 'sinks', 'views'],
  ['stream'],
  ['pipeline'],
  ['cli'],
];

/** Open sets: one child folder per member, and members do not see each other. */
const plural = ['analytics', 'engines', 'sources', 'sinks', 'views'];

/** Children of open sets that their siblings share. */
const shared: Readonly<Record<string, readonly string[]>> = {
  sources: ['importing'],
  sinks: ['event-file'],
  views: ['format', 'markup', 'charts', 'reading'],
};

const everyone = ['error.ts', 'process-mark.ts', 'version.ts'];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('/assembly/'))
  .toSorted();

/** Static, type-only and dynamic imports of a file that stay inside the sources. */
const importsOf = (name: string): readonly string[] => {
  const text = readFileSync(join(source, name), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path]) => relative(source, join(source, dirname(name), path ?? '')));
};

const rankOf = (name: string): number | undefined => {
  const rank = ranks.findIndex((folders) => folders.includes(name.split('/')[0] ?? ''));
  return rank < 0 ? undefined : rank;
};

const mayImport = (from: string, to: string): boolean => {
  if (everyone.includes(to)) return true;
  if (from.endsWith('.test.ts') && to.startsWith('../test/')) return true;
  const [fromFolder = '', fromChild = ''] = from.split('/');
  const [toFolder = '', toChild = ''] = to.split('/');
  if (fromFolder === 'index.ts' || !from.includes('/')) return true;
  if (fromFolder !== toFolder) return (rankOf(to) ?? Infinity) < (rankOf(from) ?? -1);
  if (!plural.includes(fromFolder) || fromChild === toChild) return true;
  const isFile = (child: string): boolean => child.endsWith('.ts');
  return isFile(fromChild) || isFile(toChild) || (shared[fromFolder] ?? []).includes(toChild);
};

describe('the architecture', () => {
  test('has a rank for every folder', () => {
    const folders = new Set(
      files.filter((name) => name.includes('/')).map((name) => name.split('/')[0]),
    );
    expect(folders).toEqual(new Set(ranks.flat()));
  });

  test('imports go to lower ranks, and members of an open set do not see each other', () => {
    const wrong = files.flatMap((from) =>
      importsOf(from)
        .filter((to) => !mayImport(from, to))
        .map((to) => `${from} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test('runs without cycles', () => {
    const runtime = (name: string): readonly string[] => {
      const text = readFileSync(join(source, name), 'utf8');
      const typed = /import type [^;]+;|export type \{[^}]*\} from [^;]+;/g;
      const found = text.replaceAll(typed, '').matchAll(/\bfrom\s+'(\.{1,2}\/[^']+)'/g);
      return [...found].map(([, path]) =>
        relative(source, join(source, dirname(name), path ?? '')),
      );
    };
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (state.get(name) === 'done') return;
      if (state.get(name) === 'open') {
        cycles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
        return;
      }
      state.set(name, 'open');
      for (const next of runtime(name)) if (files.includes(next)) visit(next, [...path, name]);
      state.set(name, 'done');
    };
    for (const name of files) visit(name, []);
    expect(cycles).toEqual([]);
  });

  test('names no machine and no registry', () => {
    const words = [
      ['/', 'work', '/'],
      ['/', 'root', '/'],
      ['registry', '.npmjs'],
      ['maven', '.org'],
    ];
    const forbidden = words.map((parts) => parts.join(''));
    const named = files.filter((name) => {
      const text = readFileSync(join(source, name), 'utf8');
      return forbidden.some((word) => text.includes(word));
    });
    expect(named).toEqual([]);
  });
});
