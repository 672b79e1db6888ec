import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestFile } from './manifest.ts';

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const pathsOf = (files: unknown): readonly string[] =>
  listOf(files)
    .map((file) => objectOf(file)['path'])
    // A name that leads out of the folder is none of ours.
    .filter((path) => typeof path === 'string' && path !== '' && path === basename(path))
    .filter((path) => path !== '.' && path !== '..') as string[];

/**
 * The files of a folder of results as its manifest lists them, the manifest last; undefined where
 * the folder has no manifest of ours. It reads manifests of every version: only what it needs.
 */
export const readResults = async (folder: string): Promise<readonly string[] | undefined> => {
  try {
    const text = await readFile(join(folder, manifestFile), 'utf8');
    const manifest = objectOf(JSON.parse(text));
    if (manifest['generator'] !== 'tonearm') return undefined;
    const tables = listOf(manifest['tables']).flatMap((table) => pathsOf(objectOf(table)['files']));
    return [...pathsOf(manifest['files']), ...tables, manifestFile];
  } catch {
    return undefined;
  }
};
