import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mortalHost, readFiles, writeResults } from './output-folder.cases.ts';
import { prepareOutput } from './output-folder.ts';

let parent: string;
let out: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tonearm-crash-'));
  out = join(parent, 'out');
});

afterEach(() => rm(parent, { recursive: true }));

const oldFiles = { 'a.csv': 'old a', 'b.csv': 'old b' };
const newFiles = { 'a.csv': 'new a', 'c.csv': 'new c' };

/** A run that is killed before its effect number `after`; whether it got to the end. */
const runKilled = async (after: number, id: string): Promise<boolean> => {
  const { host, isDead } = mortalHost(after);
  try {
    const folder = await prepareOutput(out, id, host);
    await writeResults(folder.path, newFiles);
    await folder.commit();
  } catch (cause) {
    if (!isDead()) throw cause;
  }
  return !isDead();
};

/** What the next command finds, though it writes nothing itself. */
const nextCommand = async (id: string): Promise<void> => {
  const folder = await prepareOutput(out, id);
  await folder.discard();
};

const before: readonly [string, () => Promise<void>, readonly (typeof oldFiles | undefined)[]][] = [
  ['previous results', () => writeResults(out, oldFiles), [oldFiles]],
  ['no folder', () => Promise.resolve(), [undefined]],
  ['an empty folder', () => mkdir(out).then(() => undefined), [{} as typeof oldFiles]],
];

describe.each(before)('a run that is killed, where there was %s', (_, make, were) => {
  it('leaves the old or the new results whole, wherever it was', async () => {
    const seen = new Set<string>();
    for (let after = 0; ; after += 1) {
      await rm(out, { recursive: true, force: true });
      await make();
      const ended = await runKilled(after, `run-${after}`);
      await nextCommand(`next-${after}`);
      const found = await readFiles(out);
      expect([...were, newFiles]).toContainEqual(found);
      seen.add(JSON.stringify(found));
      expect((await readdir(parent)).filter((name) => name !== 'out')).toEqual([]);
      if (ended) {
        expect(found).toEqual(newFiles);
        break;
      }
    }
    expect(seen.size).toBe(2);
  });

  it('is brought to an end, also by a next run that is killed in turn', async () => {
    for (let first = 0; first <= 8; first += 1) {
      for (let second = 0; second <= 5; second += 1) {
        await rm(out, { recursive: true, force: true });
        await make();
        await runKilled(first, `first-${first}-${second}`);
        await runKilled(second, `second-${first}-${second}`);
        await nextCommand(`next-${first}-${second}`);
        expect([...were, newFiles]).toContainEqual(await readFiles(out));
        expect((await readdir(parent)).filter((name) => name !== 'out')).toEqual([]);
      }
    }
  });
});

describe('a half swap', () => {
  /** Stops between the two renames: mkdir, chmod, rename, and no more. */
  const stopBetween = async (): Promise<void> => {
    await writeResults(out, oldFiles);
    await runKilled(3, 'half');
    expect(await readFiles(out)).toBeUndefined();
  };

  it('is finished by the next run', async () => {
    await stopBetween();
    await nextCommand('next');
    expect(await readFiles(out)).toEqual(newFiles);
  });

  it('is undone where the new results are gone', async () => {
    await stopBetween();
    const work = (await readdir(parent)).find((name) => !name.endsWith('.old'))!;
    await rm(join(parent, work), { recursive: true });
    await nextCommand('next');
    expect(await readFiles(out)).toEqual(oldFiles);
  });

  it('is finished where somebody made the folder again', async () => {
    await stopBetween();
    await mkdir(out);
    await nextCommand('next');
    expect(await readFiles(out)).toEqual(newFiles);
  });

  it('is left as it is where somebody put files there', async () => {
    await stopBetween();
    await mkdir(out);
    await writeFile(join(out, 'mine.txt'), 'mine');
    const there = await readdir(parent);
    await expect(nextCommand('next')).rejects.toMatchObject({
      code: 'OUTPUT_FOREIGN',
      hint: expect.stringContaining(`move ${out} away`),
    });
    expect(await readdir(parent)).toEqual(there);
    await rm(out, { recursive: true });
    await nextCommand('again');
    expect(await readFiles(out)).toEqual(newFiles);
  });

  it('is found through a link, whose target is away', async () => {
    await stopBetween();
    const link = join(parent, 'link');
    await symlink('out', link);
    const folder = await prepareOutput(link, 'next');
    await folder.discard();
    expect(await readFiles(out)).toEqual(newFiles);
  });
});
