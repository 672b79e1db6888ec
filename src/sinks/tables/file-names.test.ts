import { describe, expect, it } from 'vitest';
import { checkTableFiles } from './file-names.ts';

describe('the names of table files', () => {
  it('may stand beside each other', () => {
    expect(() =>
      checkTableFiles(['report', 'overview', 'manifest'], ['csv', 'parquet'], ['report.json']),
    ).not.toThrow();
  });

  it.each([
    [['report'], 'report.json'],
    [['overview', 'overview'], 'overview.csv'],
  ])('are refused where two outputs want one: %j', (tables, file) => {
    expect(() => checkTableFiles(tables, ['csv', 'json'], ['report.json'])).toThrow(
      `two outputs want the file ${file}`,
    );
  });
});
