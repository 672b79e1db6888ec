import { describe, expect, it } from 'vitest';
import { claimName, claimsAmong, isRunId } from './claim.ts';

const mark = { pid: 42, start: '777', place: 'abcdef01' };

describe('claims on an output folder', () => {
  it('are read from the names beside it', () => {
    const name = claimName('out', 'r_1-a', mark);
    expect(name).toBe('.out.tonearm-r_1-a.42.777.abcdef01');
    expect(claimsAmong('/p', 'out', [name, `${name}.old`, 'out'])).toEqual([
      { runId: 'r_1-a', mark, work: `/p/${name}`, old: `/p/${name}.old` },
    ]);
    expect(claimsAmong('/p', 'out', [`${name}.old`])).toEqual([
      { runId: 'r_1-a', mark, work: undefined, old: `/p/${name}.old` },
    ]);
  });

  it.each([
    '.out.tonearm-',
    '.out.tonearm-x',
    '.out.tonearm-x.1.2',
    '.out.tonearm-x.1.2.abcdef01.new',
    '.out.tonearm-x.1.2.ABCDEF01',
    '.out.tonearm-a.tonearm-x.1.2.abcdef01',
    '.outer.tonearm-x.1.2.abcdef01',
    'out.tonearm-x.1.2.abcdef01',
  ])('are not taken from %s', (name) => {
    expect(claimsAmong('/p', 'out', [name])).toEqual([]);
  });

  it('are by runs whose id can stand in a name', () => {
    expect(['20261122T101530-4f2a', 'a_b', ''].map(isRunId)).toEqual([true, true, false]);
    expect(['a.b', 'a/b', 'a b', 'x'.repeat(65)].some(isRunId)).toBe(false);
  });
});
