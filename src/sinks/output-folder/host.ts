import { chmod, mkdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { lifeOf, ownMark, type ProcessLife, type ProcessMark } from '../../process-mark.ts';

/** The effects that tests replace: every change of the file system, who we are and who lives. */
export interface FolderHost {
  readonly own: ProcessMark;
  readonly lifeOf: (mark: ProcessMark) => ProcessLife;
  /** When a folder last changed, in milliseconds by the clock of its file system. */
  readonly changedAt: (path: string) => Promise<number>;
  readonly cwd: () => string;
  readonly chmod: (path: string, mode: number) => Promise<void>;
  readonly mkdir: (path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly rmdir: (path: string) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
  /** Removes a folder with all that is in it. */
  readonly removeTree: (path: string) => Promise<void>;
}

/** The real file system and this process. */
export const systemHost = (): FolderHost => {
  const own = ownMark();
  return {
    own,
    lifeOf: (mark) => lifeOf(mark, own),
    changedAt: async (path) => (await stat(path)).ctimeMs,
    cwd: () => process.cwd(),
    chmod,
    mkdir: (path) => mkdir(path),
    rename,
    rmdir: (path) => rmdir(path),
    unlink,
    removeTree: (path) => rm(path, { recursive: true, force: true }),
  };
};
