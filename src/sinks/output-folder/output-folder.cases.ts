import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderHost, systemHost } from './host.ts';
import { manifestFile } from './manifest.ts';

/** Files of a folder of results, complete with a manifest that lists them. */
export const writeResults = async (
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const listed = Object.keys(files).map((path) => ({ path, format: 'txt', bytes: 0 }));
  await writeFile(
    join(folder, manifestFile),
    JSON.stringify({ generator: 'tonearm', files: listed, tables: [] }),
  );
};

/** The files of a folder and their text, but the manifest; undefined where there is no folder. */
export const readFiles = async (
  folder: string,
): Promise<Readonly<Record<string, string>> | undefined> => {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return undefined;
  const files = names.filter((name) => name !== manifestFile).toSorted();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
};

const effects = ['chmod', 'mkdir', 'rename', 'rmdir', 'unlink', 'removeTree'] as const;

/** Thrown where a simulated process is killed. */
const killed = new Error('killed');

/** A process that is killed before its effect number `after`, from 0: nothing happens any more. */
export const mortalHost = (
  after: number,
): { readonly host: FolderHost; readonly isDead: () => boolean } => {
  const system = systemHost();
  let done = 0;
  const mortal = Object.fromEntries(
    effects.map((name) => [
      name,
      (...args: readonly never[]) => {
        if (done >= after) return Promise.reject(killed);
        done += 1;
        return (system[name] as (...all: readonly never[]) => Promise<void>)(...args);
      },
    ]),
  ) as Pick<FolderHost, (typeof effects)[number]>;
  return {
    host: { ...system, ...mortal, own: { ...system.own, pid: 2 ** 22 + 1 } },
    isDead: () => done >= after,
  };
};

/** The real system, with some of its parts replaced. */
export const hostWith = (parts: Partial<FolderHost>): FolderHost => ({ ...systemHost(), ...parts });
