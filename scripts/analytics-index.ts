import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of the first catalogue in the order of the report; later ones follow by name. */
const firstFolders: readonly string[] = [
  'overview',
  'action-counts',
  'popular-songs',
  'popular-artists',
  'user-activity',
  'device-usage',
  'geographic-distribution',
  'city-distribution',
  'hourly-activity',
  'weekday-hourly-activity',
  'session-analysis',
  'session-lengths',
  'song-engagement',
];

/** `popular-songs` as `popularSongs`: the name under which its file exports the definition. */
const exportName = (folder: string): string =>
  folder.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** An analytic is a folder with a file of its name that exports the definition. */
const isAnalytic = (analytics: string, folder: string): boolean => {
  const file = join(analytics, folder, `${folder}.ts`);
  if (!existsSync(file)) return false;
  const declaration = `export const ${exportName(folder)} `;
  if (readFileSync(file, 'utf8').includes(declaration)) return true;
  throw new Error(`${file} must have: ${declaration}= analytic({ … })`);
};

/** The file that lists the analytics in the folder `analytics`. */
export const analyticsIndex = (analytics: string): string => {
  const folders = readdirSync(analytics, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isAnalytic(analytics, entry.name))
    .map((entry) => entry.name)
    .toSorted();
  const first = firstFolders.filter((folder) => folders.includes(folder));
  const ordered = [...first, ...folders.filter((folder) => !firstFolders.includes(folder))];
  return [
    '// Written by `npm run gen` from the folders beside it; the order is that of the report.',
    "import type { Analytic } from '../model/analytic.ts';",
    ...folders.map((folder) => `import { ${exportName(folder)} } from './${folder}/${folder}.ts';`),
    '',
    'export const catalogue: readonly Analytic[] = Object.freeze([',
    ...ordered.map((folder) => `  ${exportName(folder)},`),
    ']);',
    '',
  ].join('\n');
};
