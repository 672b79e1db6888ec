import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, TonearmError } from '../../error.ts';
import type { InputLimits } from './limits.ts';
import { listZip, readZipEntry, readZipEntryHead, ZipError } from './zip.ts';

/** One file of the inputs, plain or in an archive. It can be read until the next one is asked for. */
export interface InputFile {
  /** Base name, without control characters. */
  readonly name: string;
  /** Path, or path inside the archive, with `/`: for recognising a file by the folders it is in. */
  readonly place: string;
  /** The file as the user can find it, for error messages. */
  readonly shown: string;
  readonly size: number;
  head(): Promise<Uint8Array>;
  bytes(): Promise<Uint8Array>;
}

const headSize = 16 * 1024;

/**
 * All files of the inputs: files as they are, folders with everything below them in order of
 * name, zip archives with their files. Hidden files and what macOS adds to archives are left
 * out. Nothing is ever written to disk.
 */
export async function* inputFiles(
  inputs: readonly string[],
  limits: InputLimits,
): AsyncGenerator<InputFile> {
  let files = 0;
  for (const input of inputs) {
    for await (const file of filesBelow(input, path.resolve(input).replaceAll('\\', '/'), true)) {
      files += 1;
      if (files > limits.files) {
        throw new TonearmError('INPUT_UNREADABLE', `${input} holds over ${limits.files} files`, {
          facts: { input, limit: limits.files },
          hint: 'Name the files of the export instead of the folder.',
        });
      }
      yield file;
    }
  }
}

async function* filesBelow(
  location: string,
  place: string,
  named: boolean,
): AsyncGenerator<InputFile> {
  const status = await accessing(location, () => stat(location));
  if (status.isDirectory()) {
    const children = await accessing(location, () => readdir(location, { withFileTypes: true }));
    const sorted = children.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of sorted) {
      // A link to a folder could lead round in circles; one to a file is as good as the file.
      const inner = path.join(location, child.name);
      if (isHidden(child.name) || (child.isSymbolicLink() && !(await isFile(inner)))) continue;
      if (!child.isDirectory() && !child.isFile() && !child.isSymbolicLink()) continue;
      yield* filesBelow(inner, `${place}/${child.name}`, false);
    }
  } else if (!status.isFile()) {
    if (named) throw unreadable(location, 'is neither a file nor a folder');
  } else {
    yield* filesOf(location, place, status.size, named);
  }
}

async function* filesOf(
  location: string,
  place: string,
  size: number,
  named: boolean,
): AsyncGenerator<InputFile> {
  const handle = await accessing(location, () => open(location));
  try {
    const isZip = /\.zip$/i.test(location) || (named && (await startsLikeZip(handle)));
    if (!isZip) {
      yield {
        name: shownName(location),
        place,
        shown: location,
        size,
        head: () => accessing(location, () => readStart(handle, Math.min(size, headSize))),
        bytes: () => accessing(location, () => readStart(handle, size)),
      };
      return;
    }
    for (const entry of await accessing(location, () => listZip(handle))) {
      if (entry.name.split(/[/\\]/).some(isHidden)) continue;
      const shown = `${location} › ${entry.name}`;
      yield {
        name: shownName(entry.name),
        place: entry.name.replaceAll('\\', '/'),
        shown,
        size: entry.size,
        head: () => accessing(shown, () => readZipEntryHead(handle, entry, headSize)),
        bytes: () => accessing(shown, () => readZipEntry(handle, entry)),
      };
    }
  } finally {
    await handle.close();
  }
}

const isHidden = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';

const isFile = async (location: string): Promise<boolean> => {
  try {
    return (await stat(location)).isFile();
  } catch {
    return false;
  }
};

const shownName = (location: string): string =>
  (location.split(/[/\\]/).at(-1) ?? location).replace(/[\p{Cc}\p{Surrogate}]/gu, '\uFFFD');

const startsLikeZip = async (handle: FileHandle): Promise<boolean> =>
  (await readStart(handle, 4)).toString('latin1') === 'PK\u0003\u0004';

/** Up to `length` bytes from the start: fewer where the file is shorter. */
const readStart = async (handle: FileHandle, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
};

const accessing = async <T>(shown: string, act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new TonearmError('INPUT_MISSING', `${shown} does not exist`, {
        facts: { input: shown },
        hint: 'Check the path; quote it if it holds blanks.',
        cause,
      });
    }
    throw unreadable(shown, cause instanceof ZipError ? cause.message : null, cause);
  }
};

const unreadable = (shown: string, problem: string | null, cause?: unknown): TonearmError =>
  new TonearmError(
    'INPUT_UNREADABLE',
    problem === null ? `${shown} cannot be read: ${messageOf(cause)}` : `${shown} ${problem}`,
    { facts: { input: shown }, hint: 'Download the export again or name other files.', cause },
  );
