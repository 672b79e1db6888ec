import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchJars, jarsFolder, type JarSet } from '../../scripts/jvm/jars.ts';
import { withPrograms } from './programs.ts';

const jars: JarSet = {
  title: 'Thing 1',
  name: 'thing-1',
  megabytes: 7,
  artifacts: [
    ['org.example', 'thing', '1'],
    ['org.example', 'other', '2.0'],
  ],
};

let folder = '';
let cache = '';
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-jars-'));
  cache = join(folder, 'cache', 'tonearm');
  said = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const environment = (maven: string): NodeJS.ProcessEnv => ({
  ...withPrograms(folder, { mvn: maven }),
  XDG_CACHE_HOME: join(folder, 'cache'),
});

const fetch = (maven: string): Promise<string> =>
  fetchJars(jars, environment(maven), (text) => said.push(text));

const copiesPom = 'mkdir jars && cp pom.xml jars/pom.xml';

describe('the jars of a server', () => {
  test('are fetched once, with every artifact in the project', async () => {
    const found = await fetch(copiesPom);
    expect(found).toBe(jarsFolder(environment(''), jars));
    const pom = readFileSync(join(found, 'pom.xml'), 'utf8');
    expect(pom).toContain(
      '<groupId>org.example</groupId><artifactId>thing</artifactId><version>1</version>',
    );
    expect(pom).toContain('<artifactId>other</artifactId><version>2.0</version>');
    expect(said).toEqual([`fetching Thing 1 through Maven (7 MB) into ${found}`]);
    await expect(fetch('exit 1')).resolves.toBe(found);
    expect(said.length).toBe(1);
    expect(readdirSync(cache)).toEqual(['thing-1']);
  });

  test('that do not come are an error with the words of Maven, and nothing is left', async () => {
    const failing = 'mkdir jars; echo "[INFO] hm"; echo "[ERROR] no thing:1 there"; exit 1';
    await expect(fetch(failing)).rejects.toThrow(
      'Maven does not get the jars: [ERROR] no thing:1 there',
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  test('of a run that was killed are removed, those of a living one are left', async () => {
    const dead = join(cache, '.staging-thing-1-2147483646');
    const living = join(cache, `.staging-thing-1-${process.ppid}`);
    for (const path of [dead, living]) mkdirSync(path, { recursive: true });
    await fetch(copiesPom);
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });

  test('that another run got meanwhile are taken', async () => {
    const found = await fetch('mkdir jars && mkdir ../thing-1 && touch jars/a ../thing-1/b');
    expect(readdirSync(found)).toEqual(['b']);
  });
});
