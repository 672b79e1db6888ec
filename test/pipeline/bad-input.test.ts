import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../src/event/event.cases.ts';
import { batch, countsIn, filesIn, scratch, tonearm } from './run-batch.ts';
import { writeParquet, writeZstd } from './sql-files.ts';

const path = scratch();
const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify(wire({ event_id: `e${i}` }))}\n`).join(
    '',
  );

let before: ReturnType<typeof filesIn>;

beforeAll(async () => {
  writeFileSync(path('good.ndjson'), lines(2000));
  await writeZstd(path('good.ndjson.zst'), path('good.ndjson'));
  await batch([path('good.ndjson')], path('out'), ['--format', 'csv', '--only', 'overview']);
  before = filesIn(path('out'));
});

/** Exit 3 with what, where and what next; the earlier results are as they were. */
const refused = async (
  inputs: readonly string[],
  options: readonly string[] = [],
  stdin: string | Uint8Array = '',
): Promise<string> => {
  const argv = ['batch', ...inputs, '--out', path('out'), '--only', 'overview', ...options];
  const run = await tonearm(argv, { stdin });
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toMatch(/^tonearm: .+\n(?: {2}\w+: .+\n)* {2}hint: .+\n$/);
  expect(filesIn(path('out'))).toEqual(before);
  return run.err;
};

describe('input that holds nothing', () => {
  it.each([
    ['empty.ndjson', '', 'the input holds no events'],
    ['blank.ndjson', '\uFEFF\n \t\r\n\n', 'the input holds no events'],
    ['empty.csv', '', 'no header and no rows'],
    ['header.csv', 'event_id,event_time,action,user_id,song_id\n', 'the input holds no events'],
    ['empty.parquet', '', 'empty.parquet'],
    ['empty.ndjson.gz', '', 'empty.ndjson.gz'],
    ['empty.ndjson.zst', '', 'empty.ndjson.zst'],
  ])('%s', async (name, text, words) => {
    writeFileSync(path(name), text);
    expect(await refused([path(name)])).toContain(words);
  });

  it('folders, patterns, standard input', async () => {
    mkdirSync(path('hollow.ndjson/deep'), { recursive: true });
    writeFileSync(path('hollow.ndjson/deep/readme.txt'), 'x');
    writeFileSync(path('hollow.ndjson/_SUCCESS.csv'), 'x');
    expect(await refused([path('hollow.ndjson')])).toContain('holds no files of events');
    expect(await refused([path('hollow.ndjson/**')])).toContain('no file of events matches');
    expect(await refused(['-'])).toContain('the input holds no events');
    await writeParquet(
      path('none.parquet'),
      `SELECT 'a' AS event_id, '' AS event_time, '' AS action, '' AS user_id, '' AS song_id LIMIT 0`,
    );
    expect(await refused([path('none.parquet')])).toContain('the input holds no events');
  });
});

describe('input that is not there or of another kind', () => {
  it('says which', async () => {
    expect(await refused([path('good.ndjson'), path('missing.ndjson')])).toContain(
      path('missing.ndjson'),
    );
    symlinkSync(path('nowhere'), path('dangling.ndjson'));
    expect(await refused([path('dangling.ndjson')])).toContain(path('dangling.ndjson'));
    writeFileSync(path('events.txt'), lines(1));
    expect(await refused([path('events.txt')])).toContain('unknown kind');
    expect(await refused([path('good.ndjson/x.ndjson')])).toContain(path('good.ndjson/x.ndjson'));
    writeFileSync(path('text.parquet'), lines(100));
    expect(await refused([path('text.parquet')])).toContain(path('text.parquet'));
    expect(await refused(['-'], ['--input-format', 'parquet'])).toContain('stdin');
    expect(await refused([path(`${'x'.repeat(300)}.ndjson`)])).toContain('cannot look at');
    expect(await refused(['a\0b.ndjson'])).toContain('a\\x00b.ndjson');
  });

  it.each(['gzip', 'Parquet', 'zstd', 'a zip archive'])('text that is %s', async (kind) => {
    await writeParquet(path('p.parquet'), `SELECT 1 AS x`);
    const bytes = {
      gzip: gzipSync(lines(10)),
      Parquet: readFileSync(path('p.parquet')),
      zstd: readFileSync(path('good.ndjson.zst')),
      'a zip archive': Buffer.from('PK\u0003\u0004 and so on'),
    }[kind] as Uint8Array;
    writeFileSync(path('other.ndjson'), bytes);
    writeFileSync(path('other.csv'), bytes);
    const inputs = [path('good.ndjson'), path('other.ndjson')];
    expect(await refused(inputs)).toContain(`other.ndjson is ${kind}, not NDJSON`);
    expect(await refused([path('other.csv')])).toContain(`other.csv is ${kind}, not CSV`);
    expect(await refused(['-'], [], bytes)).toContain(`stdin is ${kind}`);
  });

  it('compressed files cut short or damaged', async () => {
    const whole = { gz: gzipSync(lines(2000)), zst: readFileSync(path('good.ndjson.zst')) };
    for (const [extension, bytes] of Object.entries(whole)) {
      const name = path(`cut.ndjson.${extension}`);
      for (const length of [1, 10, bytes.length >> 1, bytes.length - 1]) {
        writeFileSync(name, bytes.subarray(0, length));
        const err = await refused([path('good.ndjson'), name]);
        expect(err).toContain(`cannot read ${name}`);
        expect(err).toContain('cut short');
      }
      writeFileSync(name, 'no such thing');
      expect(await refused([name])).toContain(`cannot read ${name}`);
    }
  });
});

describe('nothing that can be accepted', () => {
  it('names the commonest reasons', async () => {
    const bad = [...Array.from({ length: 3 }, () => 'x'), JSON.stringify(wire({ action: 'jump' }))];
    writeFileSync(path('bad.ndjson'), bad.join('\n'));
    const err = await refused([path('bad.ndjson')]);
    expect(err).toContain('none of the 4 events could be accepted: json (3), value:action (1)');
  });

  it('of CSV with columns of other names says which are near', async () => {
    writeFileSync(path('other.csv'), 'event_id,eventtime,action,userid,song_id\n1,2,3,4,5\n');
    const err = await refused([path('other.csv')]);
    expect(err).toContain('required columns missing: event_time, user_id');
    expect(err).toContain('eventtime may be event_time');
  });
});

it('one empty file among others is no error', async () => {
  writeFileSync(path('empty.ndjson'), '');
  await batch([path('empty.ndjson'), path('good.ndjson')], path('both'), ['--only', 'overview']);
  expect(countsIn(path('both'))).toMatchObject({ read: 2000, accepted: 2000 });
});

it('a file that is named twice is read once', async () => {
  const named = [path('good.ndjson'), `${path('')}/./good.ndjson`, path('goo[d].ndjson')];
  await batch(named, path('both'), ['--only', 'overview']);
  expect(countsIn(path('both'))).toMatchObject({ read: 2000, duplicates: 0 });
});

it('results that lie among the input are not input of the next run', async () => {
  mkdirSync(path('data'));
  writeFileSync(path('data/a.ndjson'), lines(3));
  for (const input of [path('data'), path('data'), path('data/**')]) {
    await batch([input], path('data/report'), [
      '--only',
      'overview',
      '--format',
      'csv,json,parquet',
    ]);
    expect(countsIn(path('data/report'))).toMatchObject({ read: 3, accepted: 3 });
  }
});
