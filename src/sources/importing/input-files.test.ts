import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { TonearmError } from '../../error.ts';
import { temporaryFolder } from './importer.cases.ts';
import { inputFiles } from './input-files.ts';
import { defaultLimits } from './limits.ts';

const { folder, write } = temporaryFolder();

const textsOf = async (...inputs: readonly string[]) => {
  const files: Record<string, string> = {};
  for await (const file of inputFiles(inputs, defaultLimits)) {
    const content = Buffer.from(await file.bytes());
    const head = await file.head();
    expect(content.subarray(0, head.length).equals(head)).toBe(true);
    expect(file.size).toBe(content.length);
    files[file.name] = content.toString('utf8');
  }
  return files;
};

const thrownBy = async (act: () => Promise<unknown>): Promise<TonearmError> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof TonearmError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

const long = 'all work and no play '.repeat(20_000);

describe('folders', () => {
  it('gives the files below in order, without hidden ones', async () => {
    write('tree/b.json', 'b');
    write('tree/a/deep/x.json', 'x');
    write('tree/.hidden', 'no');
    write('tree/__MACOSX/._b.json', 'no');
    symlinkSync(path.join(folder, 'tree'), path.join(folder, 'tree', 'a', 'circle'));
    symlinkSync(path.join(folder, 'tree', 'b.json'), path.join(folder, 'tree', 'link.json'));
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'tree', 'broken.json'));
    const files = await textsOf(path.join(folder, 'tree'));
    expect(Object.entries(files)).toEqual([
      ['x.json', 'x'],
      ['b.json', 'b'],
      ['link.json', 'b'],
    ]);
  });

  it('stops at too many files', async () => {
    mkdirSync(path.join(folder, 'many'));
    for (const name of ['1', '2', '3']) write(`many/${name}`, '');
    const limits = { ...defaultLimits, files: 2 };
    const error = await thrownBy(async () => {
      for await (const file of inputFiles([path.join(folder, 'many')], limits)) void file;
    });
    expect(error.code).toBe('INPUT_UNREADABLE');
  });
});

describe('archives', () => {
  const content = {
    'Folder/a.json': strToU8('[1]'),
    'Folder/': new Uint8Array(),
    'Folder/größe.json': strToU8(long),
    '__MACOSX/Folder/._a.json': strToU8('no'),
    'Folder/.DS_Store': strToU8('no'),
    'empty.json': new Uint8Array(),
  };
  const texts = { 'a.json': '[1]', 'größe.json': long, 'empty.json': '' };

  it.each([0, 9] as const)('gives the files of a zip, level %i', async (level) => {
    const zip = write(`level${level}.zip`, zipSync(content, { level, comment: 'PK\u0005\u0006' }));
    expect(await textsOf(zip)).toEqual(texts);
  });

  it('knows a named zip by its content and finds one in a folder by its name', async () => {
    write('zips/export', zipSync(content));
    write('zips/export.zip', zipSync(content));
    expect(await textsOf(path.join(folder, 'zips', 'export'))).toEqual(texts);
    expect(Object.keys(await textsOf(path.join(folder, 'zips')))).toEqual([
      'export',
      ...Object.keys(texts),
    ]);
  });

  it('reads a zip with 64-bit records', async () => {
    expect(await textsOf(write('wide.zip', zip64('a.json', '[1, 2]')))).toEqual({
      'a.json': '[1, 2]',
    });
  });

  const whole = Buffer.from(zipSync(content));
  it.each<[string, Buffer, RegExp]>([
    ['empty', Buffer.alloc(0), /not a zip archive, or is cut short/],
    ['cut short', whole.subarray(0, -30), /not a zip archive, or is cut short/],
    ['encrypted', patched(whole, 8, 1), /a\.json is encrypted/],
    ['of a strange method', patched(whole, 10, 12), /a\.json is compressed in a way \(12\)/],
    ['of a wrong checksum', patched(whole, 16, 0xff), /a\.json is damaged: content and checksum/],
    ['of a wrong size', patched(whole, 24, 2), /a\.json is damaged: it does not decompress/],
    ['of a place far outside', patched(whole, 45, 0x7f), /a\.json is cut short or damaged/],
  ])('names an archive that is %s', async (_, bytes, message) => {
    const file = write('bad.zip', bytes);
    const error = await thrownBy(() => textsOf(file));
    expect(error.code).toBe('INPUT_UNREADABLE');
    expect(error.message).toContain('bad.zip');
    expect(error.message).toMatch(message);
  });

  test.prop([fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.boolean()])(
    'reads a damaged archive or says so',
    async (at, damage, cut) => {
      const place = at % whole.length;
      const rest = cut ? Buffer.alloc(0) : whole.subarray(place + damage.length);
      const file = write('fuzz.zip', Buffer.concat([whole.subarray(0, place), damage, rest]));
      try {
        for await (const one of inputFiles([file], defaultLimits)) {
          await one.head();
          await one.bytes();
        }
      } catch (error) {
        if (!(error instanceof TonearmError)) throw error;
        expect(error.code).toBe('INPUT_UNREADABLE');
      }
    },
  );
});

it('says what is missing', async () => {
  const error = await thrownBy(() => textsOf(path.join(folder, 'nowhere.zip')));
  expect(error.code).toBe('INPUT_MISSING');
  expect(error.message).toContain('nowhere.zip does not exist');
});

it('replaces control characters in names', async () => {
  expect(await textsOf(write('a\u001b[31mred.json', 'x'))).toEqual({ 'a\uFFFD[31mred.json': 'x' });
});

/** Sets one byte of the directory's first entry. */
function patched(zip: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(zip);
  copy[copy.indexOf(Buffer.from('PK\u0001\u0002')) + offset] = value;
  return copy;
}

/** A stored entry whose sizes and places stand in 64-bit fields, as streaming writers make it. */
function zip64(name: string, text: string): Buffer {
  const stored = Buffer.from(zipSync({ [name]: [strToU8(text), { level: 0 }] }));
  const start = stored.indexOf(Buffer.from('PK\u0001\u0002'));
  const local = stored.subarray(0, start);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(text.length), 4);
  extra.writeBigUInt64LE(BigInt(text.length), 12);
  const entry = Buffer.from(stored.subarray(start, start + 46 + name.length));
  entry.writeUInt32LE(0xffffffff, 20);
  entry.writeUInt32LE(0xffffffff, 24);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(0xffffffff, 42);
  const directory = Buffer.concat([entry, extra]);
  const end64 = Buffer.alloc(56);
  end64.write('PK\u0006\u0006', 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(1n, 24);
  end64.writeBigUInt64LE(1n, 32);
  end64.writeBigUInt64LE(BigInt(directory.length), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\u0006\u0007', 'latin1');
  locator.writeBigUInt64LE(BigInt(start + directory.length), 8);
  const end = Buffer.alloc(22, 0xff);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(0, 20);
  return Buffer.concat([local, directory, end64, locator, end]);
}
