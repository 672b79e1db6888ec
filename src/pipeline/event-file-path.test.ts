import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { checkReplaceable, formatOfPath } from './event-file-path.ts';

it.each([
  ['a.ndjson', undefined, 'ndjson'],
  ['a.jsonl.gz', undefined, 'ndjson'],
  ['a.JSON', undefined, 'ndjson'],
  ['a.csv.gz', undefined, 'csv'],
  ['a.parquet', undefined, 'parquet'],
  ['a', 'csv', 'csv'],
  ['a.parquet', 'ndjson', 'ndjson'],
] as const)('%s as %s is %s', (path, named, format) => {
  expect(formatOfPath(path, named)).toBe(format);
});

it.each(['a', 'a.parquet.gz', 'a.ndjson.zst', '/dev/stdout', '-'])('%s tells no format', (path) => {
  expect(() => formatOfPath(path, undefined)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});

it('never replaces what is no plain file', async () => {
  await expect(checkReplaceable(tmpdir())).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  await expect(checkReplaceable('/dev/null')).rejects.toMatchObject({
    message: '--out /dev/null is not a plain file',
  });
  await expect(checkReplaceable('/tmp/not/there')).resolves.toBeUndefined();
});
