import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimName } from './claim.ts';
import { hostWith, readFiles, writeResults } from './output-folder.cases.ts';
import { prepareOutput } from './output-folder.ts';
import { ownMark } from '../../process-mark.ts';

let parent: string;
let out: string;

beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'tonearm-out-')));
  out = join(parent, 'out');
});

afterEach(() => rm(parent, { recursive: true }));

const oldFiles = { 'a.csv': 'old' };
const newFiles = { 'a.csv': 'new', 'b.csv': 'new' };

const run = async (outDir: string, id = 'run'): Promise<readonly string[]> => {
  const folder = await prepareOutput(outDir, id);
  await writeResults(folder.path, newFiles);
  return (await folder.commit()).kept;
};

const beside = async (): Promise<readonly string[]> =>
  (await readdir(parent)).filter((name) => name !== 'out');

describe('the output folder', () => {
  it('is made, with the folders above it', async () => {
    out = join(parent, 'deep', 'er', 'out');
    expect(await run(out)).toEqual([]);
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await readdir(dirname(out))).toEqual(['out']);
  });

  it('is written beside and replaced as a whole', async () => {
    await writeResults(out, { ...oldFiles, 'gone.csv': 'old' });
    const folder = await prepareOutput(out, 'run');
    expect(folder.target).toBe(out);
    expect(dirname(folder.path)).toBe(parent);
    expect(basename(folder.path)).toMatch(/^\.out\.tonearm-run\./);
    await writeResults(folder.path, newFiles);
    expect(await readFiles(out)).toEqual({ ...oldFiles, 'gone.csv': 'old' });
    await folder.commit();
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await beside()).toEqual([]);
  });

  it('keeps the previous results when the new ones are discarded', async () => {
    await writeResults(out, oldFiles);
    const folder = await prepareOutput(out, 'run');
    await writeResults(folder.path, newFiles);
    await folder.discard();
    await folder.discard();
    expect(await readFiles(out)).toEqual(oldFiles);
    expect(await beside()).toEqual([]);
  });

  it('stays when discarded after the commit', async () => {
    const folder = await prepareOutput(out, 'run');
    await writeResults(folder.path, newFiles);
    await folder.commit();
    await folder.discard();
    expect(await readFiles(out)).toEqual(newFiles);
  });

  it('keeps its permissions, also while it is written', async () => {
    await writeResults(out, oldFiles);
    await chmod(out, 0o700);
    const folder = await prepareOutput(out, 'run');
    expect((await stat(folder.path)).mode & 0o7777).toBe(0o700);
    await writeResults(folder.path, newFiles);
    await folder.commit();
    expect((await stat(out)).mode & 0o7777).toBe(0o700);
  });

  it('keeps what somebody put among the previous results', async () => {
    await writeResults(out, oldFiles);
    await writeFile(join(out, 'notes.txt'), 'mine');
    await mkdir(join(out, 'more'));
    const kept = `${out}.kept-run`;
    expect(await run(out)).toEqual([kept]);
    expect(await readFiles(out)).toEqual(newFiles);
    expect((await readdir(kept)).toSorted()).toEqual(['more', 'notes.txt']);
  });

  it('is not led out of the folder by a manifest', async () => {
    await writeFile(join(parent, 'precious'), 'mine');
    await writeResults(out, {});
    const files = [{ path: '../precious' }, { path: '..' }, { path: '' }, 7];
    await writeFile(
      join(out, 'manifest.json'),
      JSON.stringify({ generator: 'tonearm', files, tables: 3 }),
    );
    await run(out);
    expect(await beside()).toEqual(['precious']);
  });

  it('takes no results without a manifest that lists them all', async () => {
    await writeResults(out, oldFiles);
    const folder = await prepareOutput(out, 'run');
    await expect(folder.commit()).rejects.toMatchObject({ code: 'INTERNAL' });
    await writeResults(folder.path, newFiles);
    await writeFile(join(folder.path, 'stray.csv'), '');
    await expect(folder.commit()).rejects.toThrow('the manifest does not list stray.csv');
    await folder.discard();
    expect(await readFiles(out)).toEqual(oldFiles);
  });
});

describe('the path of the output folder', () => {
  it.each([
    ['a blank', 'my results'],
    ['quotes', `"it's"`],
    ['characters of patterns and shells', '*?[a]{b} $(x);`y`|&'],
    ['control characters', 'a\nb\tc\u001b[31m'],
    ['letters of the world', 'Ergebnisse é 結果 🎵'],
    ['a dot', '.hidden'],
    ['a dash', '--out'],
    ['the words of a work folder', 'x.tonearm-run.1.2.abcdef01'],
  ])('may hold %s', async (_, name) => {
    out = join(parent, name);
    await writeResults(out, oldFiles);
    await run(out);
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await readdir(parent)).toEqual([name]);
  });

  it('may end with a slash', async () => {
    await writeResults(out, oldFiles);
    await run(`${out}///`);
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await beside()).toEqual([]);
  });

  it('may be relative', async () => {
    const folder = await prepareOutput('deep/../out', 'run', hostWith({ cwd: () => parent }));
    expect(folder.target).toBe(out);
    await folder.discard();
  });

  it('may be a link, which then leads to the new results', async () => {
    await writeResults(join(parent, 'real', 'out'), oldFiles);
    await symlink(join('real', 'out'), out);
    await run(out);
    expect((await lstat(out)).isSymbolicLink()).toBe(true);
    expect(await readFiles(join(parent, 'real', 'out'))).toEqual(newFiles);
    expect(await readdir(join(parent, 'real'))).toEqual(['out']);
  });

  it('may be a link to a folder that is not there', async () => {
    await symlink(join('real', 'out'), out);
    await run(out);
    expect(await readFiles(join(parent, 'real', 'out'))).toEqual(newFiles);
  });

  it('may not be links in a circle', async () => {
    await symlink('out', out);
    await expect(prepareOutput(out, 'run')).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});

describe('an output folder that cannot be', () => {
  const refused = async (outDir: string, code: string, message: string, parts = {}) => {
    const there = await readdir(parent);
    await expect(prepareOutput(outDir, 'run', hostWith(parts))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining('--out'),
    });
    expect(await readdir(parent)).toEqual(there);
  };

  it('is refused where it holds files of somebody else', async () => {
    await mkdir(out);
    for (const name of ['d', 'c', 'b"', 'a']) await writeFile(join(out, name), 'mine');
    await refused(
      out,
      'OUTPUT_FOREIGN',
      `${out} is not empty and holds no results of Tonearm: "a", "b\\"", "c" and 1 more`,
    );
    expect(Object.keys((await readFiles(out))!)).toHaveLength(4);
  });

  it.each(['{"name":"x"}', 'not JSON', '[]', 'null'])(
    'is refused where the manifest is not ours: %s',
    async (manifest) => {
      await mkdir(out);
      await writeFile(join(out, 'manifest.json'), manifest);
      await refused(out, 'OUTPUT_FOREIGN', 'manifest.json');
    },
  );

  it('is refused where it is a file', async () => {
    await writeFile(out, 'mine');
    await refused(out, 'OUTPUT_FOREIGN', 'is not a folder');
  });

  it('is refused where the folder above is a file', async () => {
    await writeFile(out, 'mine');
    await refused(join(out, 'deeper'), 'OUTPUT_UNWRITABLE', 'cannot write the output folder');
  });

  it('is refused where the system makes no folders', async () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    await refused(out, 'OUTPUT_UNWRITABLE', 'permission denied', {
      mkdir: () => Promise.reject(denied),
    });
  });

  it.each(['\0', 'x'.repeat(256)])('is refused where its name is none', async (name) => {
    await refused(`${parent}/${name}`, 'OUTPUT_UNWRITABLE', 'cannot write the output folder');
  });

  it.each(['', 'inside'])('is refused where it is the current folder, %s', async (below) => {
    await writeResults(out, oldFiles);
    await refused(out, 'OUTPUT_UNWRITABLE', 'is the current folder or holds it', {
      cwd: () => join(out, below),
    });
    await refused('.', 'OUTPUT_UNWRITABLE', 'is the current folder', { cwd: () => out });
  });

  it('is refused where it is the root', async () => {
    await refused('/', 'OUTPUT_FOREIGN', 'is not empty');
  });

  it('keeps the previous results when a rename fails', async () => {
    await writeResults(out, oldFiles);
    for (const failing of [1, 2]) {
      let renames = 0;
      const system = hostWith({});
      const folder = await prepareOutput(
        out,
        'run',
        hostWith({
          rename: (from, to) => {
            renames += 1;
            return renames === failing
              ? Promise.reject(new Error('EIO: broken'))
              : system.rename(from, to);
          },
        }),
      );
      await writeResults(folder.path, newFiles);
      await expect(folder.commit()).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: expect.stringContaining('EIO: broken'),
      });
      await folder.discard();
      expect(await readFiles(out)).toEqual(oldFiles);
      expect(await beside()).toEqual([]);
    }
  });

  it('says where the results are when a rename fails and cannot be undone', async () => {
    await writeResults(out, oldFiles);
    const { own, rename } = hostWith({});
    let renames = 0;
    const host = hostWith({
      own: { ...own, pid: 2 ** 22 + 1 },
      rename: (from, to) => {
        renames += 1;
        return renames === 1 ? rename(from, to) : Promise.reject(new Error('EIO: broken'));
      },
    });
    const folder = await prepareOutput(out, 'run', host);
    await writeResults(folder.path, newFiles);
    await expect(folder.commit()).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      facts: { new_results: folder.path, previous_results: `${folder.path}.old` },
    });
    await folder.discard();
    expect(await readFiles(folder.path)).toEqual(newFiles);
    await (await prepareOutput(out, 'next')).discard();
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await beside()).toEqual([]);
  });
});

describe('two runs on one folder', () => {
  it('are told apart: the second is refused and the first goes on', async () => {
    await writeResults(out, oldFiles);
    const first = await prepareOutput(out, 'first');
    await expect(prepareOutput(out, 'second')).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: `another run is writing to ${out}`,
      hint: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await beside()).toEqual([basename(first.path)]);
    await writeResults(first.path, newFiles);
    await first.commit();
    expect(await readFiles(out)).toEqual(newFiles);
    await run(out, 'third');
  });

  it('are never both let in', async () => {
    const runs = await Promise.allSettled(['a', 'b', 'c'].map((id) => prepareOutput(out, id)));
    const folders = runs.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(folders.length).toBeLessThanOrEqual(1);
    await Promise.all(folders.map((folder) => folder.discard()));
    await run(out, 'later');
  });

  it('do not meet where a name is the beginning of another', async () => {
    const first = await prepareOutput(out, 'first');
    await run(`${out}.tonearm-first`);
    await run(join(parent, 'ou'));
    await first.discard();
  });

  it.each([
    [119_999, 'refused'],
    [120_000, 'let in'],
  ])('on two machines are told apart by signs of life: after %d ms %s', async (age, outcome) => {
    const work = join(parent, claimName('out', 'far', { ...ownMark(), place: '00000000' }));
    await mkdir(work);
    await writeFile(join(work, 'a.csv'), 'half');
    const host = hostWith({ changedAt: (path) => Promise.resolve(path === work ? 0 : age) });
    const prepared = prepareOutput(out, 'here', host);
    if (outcome === 'refused') {
      await expect(prepared).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        hint: expect.stringContaining(`remove ${work}`),
      });
      expect(await beside()).toEqual([basename(work)]);
    } else {
      const folder = await prepared;
      expect(await beside()).toEqual([basename(folder.path)]);
      await folder.discard();
    }
  });

  it('show that they live, without a change of the folder', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const modes: number[] = [];
      const chmodSpy = (path: string, mode: number): Promise<void> => {
        modes.push(mode);
        return chmod(path, mode);
      };
      const folder = await prepareOutput(out, 'run', hostWith({ chmod: chmodSpy }));
      const { mode } = await stat(folder.path);
      vi.advanceTimersByTime(60_000);
      expect(modes).toEqual([mode, mode, mode].map((bits) => bits & 0o7777));
      await folder.discard();
      vi.advanceTimersByTime(60_000);
      expect(modes).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a run that was really killed', () => {
  const script = (name: string): string => new URL(name, import.meta.url).href;

  it('holds the folder while it lives, and its half swap is finished after', async () => {
    await writeResults(out, oldFiles);
    const source = `
      import { rename } from 'node:fs/promises';
      import { systemHost } from ${JSON.stringify(script('host.ts'))};
      import { prepareOutput } from ${JSON.stringify(script('output-folder.ts'))};
      import { writeResults } from ${JSON.stringify(script('output-folder.cases.ts'))};
      let renames = 0;
      const host = {
        ...systemHost(),
        rename: (from, to) => {
          renames += 1;
          if (renames === 2) process.kill(process.pid, 'SIGKILL');
          return rename(from, to);
        },
      };
      const folder = await prepareOutput(${JSON.stringify(out)}, 'child', host);
      await writeResults(folder.path, ${JSON.stringify(newFiles)});
      process.stdout.write('ready');
      process.stdin.once('data', () => void folder.commit());
    `;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', source],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    await expect(prepareOutput(out, 'second')).rejects.toThrow('another run is writing');
    child.stdin.write('go');
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(await readFiles(out)).toBeUndefined();
    const folder = await prepareOutput(out, 'third');
    await folder.discard();
    expect(await readFiles(out)).toEqual(newFiles);
    expect(await beside()).toEqual([]);
  });
});
