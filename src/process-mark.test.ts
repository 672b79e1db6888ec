import { describe, expect, it } from 'vitest';
import { lifeOf, ownMark, parseStat } from './process-mark.ts';

const own = ownMark();

describe('the mark of a process', () => {
  it('is the same whenever it is asked for', () => {
    expect(ownMark()).toEqual(own);
    expect(own.place).toMatch(/^[0-9a-f]{8}$/);
    expect(own.start).toMatch(/^\d+$/);
  });

  it('is read behind a name that tries to look like the rest', () => {
    const fields = Array.from({ length: 30 }, (_, i) => String(i + 4)).join(' ');
    expect(parseStat(`7 (a) Z 1 (b) ) S ${fields}\n`)).toEqual({ state: 'S', start: '22' });
  });
});

describe('the life of a process', () => {
  it('is seen of this one', () => {
    expect(lifeOf(own, own)).toBe('alive');
  });

  it('has ended where there is no such process', () => {
    expect(lifeOf({ ...own, pid: 2 ** 22 + 1 }, own)).toBe('dead');
  });

  it('has ended where the number belongs to another one by now', () => {
    const stat = () => ({ state: 'R', start: '100' });
    expect(lifeOf({ ...own, start: '99' }, own, stat)).toBe('dead');
    expect(lifeOf({ ...own, start: '100' }, own, stat)).toBe('alive');
  });

  it('has ended for a zombie', () => {
    expect(lifeOf({ ...own, start: '7' }, own, () => ({ state: 'Z', start: '7' }))).toBe('dead');
  });

  it('is assumed where the system does not tell when it began', () => {
    expect(lifeOf({ ...own, start: '7' }, own, () => undefined)).toBe('alive');
    expect(lifeOf({ ...own, start: '0' }, own, () => ({ state: 'S', start: '5' }))).toBe('alive');
  });

  it('is unknown elsewhere', () => {
    expect(lifeOf({ ...own, place: '00000000' }, { ...own, place: '11111111' })).toBe('unknown');
  });
});
