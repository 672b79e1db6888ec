import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoded } from './decode.ts';
import { bytes, wire } from './event.cases.ts';
import { applyMapping, sourcePath, type Mapping } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';
import { Instant } from './time.ts';

const decode = (mapping: unknown, record: Readonly<Record<string, unknown>>): Decoded =>
  createDecoder({ mapping: parseMapping(mapping) }).decodeLine(bytes(JSON.stringify(record)));

describe('the path', () => {
  const at = (path: string, record: Readonly<Record<string, unknown>>): unknown =>
    applyMapping({ user_id: { path } }, record)['user_id'];

  it('is a name or leads into nested objects', () => {
    expect(at('uid', { uid: 'a' })).toBe('a');
    expect(at('a.b.c', { a: { b: { c: 'x' } } })).toBe('x');
    expect(at('a.b', { a: 'text' })).toBeUndefined();
    expect(at('a.b', { a: null })).toBeUndefined();
    expect(at('a.length', { a: 'text' })).toBeUndefined();
    expect(at('a.0', { a: ['x'] })).toBeUndefined();
  });

  it('gives way to a literal key with dots', () => {
    expect(at('a.b', { a: { b: 'path' }, 'a.b': 'key' })).toBe('key');
    expect(at('a.b.c', { a: { 'b.c': 'inner' } })).toBe('inner');
    expect(at('a.b.c', { 'a.b': { c: 'outer' }, a: { b: { c: 'path' } } })).toBe('outer');
  });

  it('never leads to what objects inherit', () => {
    expect(at('constructor.name', {})).toBeUndefined();
    expect(at('toString', {})).toBeUndefined();
    expect(
      at('__proto__.a', JSON.parse('{"__proto__":{"a":"own"}}') as Record<string, unknown>),
    ).toBe('own');
  });

  it('of a field that is not mentioned is its own name', () => {
    const mapped = applyMapping({ user_id: { path: 'uid' } }, wire({ uid: 'x', a: 1 }));
    expect(mapped).toEqual(wire({ user_id: 'x' }));
  });

  it('is asked for by readers of columns', () => {
    const mapping: Mapping = {
      user_id: { path: 'uid' },
      city: { constant: 'Rome' },
      device: { fold: 'lower' },
    };
    expect(sourcePath('user_id', mapping)).toBe('uid');
    expect(sourcePath('city', mapping)).toBeUndefined();
    expect(sourcePath('device', mapping)).toBe('device');
    expect(sourcePath('genre')).toBe('genre');
  });
});

describe('values, case and constants', () => {
  const map = (field: Mapping['action'], value: unknown): unknown =>
    applyMapping({ action: field ?? {} }, { action: value })['action'];

  it('translates listed values and lets others pass', () => {
    const field = { values: { started: 'play', '3': 'skip', true: 'stop', unknown: null } };
    expect(map(field, 'started')).toBe('play');
    expect(map(field, 3)).toBe('skip');
    expect(map(field, true)).toBe('stop');
    expect(map(field, 'unknown')).toBeNull();
    expect(map(field, 'toString')).toBe('toString');
    expect(map(field, 'other')).toBe('other');
    expect(map(field, null)).toBeNull();
    expect(map(field, undefined)).toBeUndefined();
  });

  it('folds before it looks up, keys as well', () => {
    expect(map({ fold: 'lower' }, 'PLAY')).toBe('play');
    expect(map({ fold: 'upper' }, 'de')).toBe('DE');
    expect(map({ fold: 'lower' }, 3)).toBe(3);
    expect(map({ fold: 'lower', values: { Started: 'play' } }, 'STARTED')).toBe('play');
    expect(map({ fold: 'lower', values: { started: 'PLAY' } }, 'Started')).toBe('PLAY');
  });

  it('can be a constant', () => {
    expect(map({ constant: 'play' }, 'skip')).toBe('play');
  });
});

describe('a decoder with a mapping', () => {
  const mapping = {
    event_id: { path: 'meta.id' },
    event_time: { path: 'ts', unit: 'ms' },
    action: { path: 'type', fold: 'lower', values: { songended: 'complete' } },
    user_id: { path: 'user.id' },
    song_id: { path: 'track' },
    country: { fold: 'upper' },
  };
  const record = {
    meta: { id: 'e1' },
    ts: 1_764_000_000_123.456,
    type: 'SongEnded',
    user: { id: 'u1' },
    track: 's1',
    country: 'de',
  };

  it('applies before validation', () => {
    const decoded = decode(mapping, record);
    expect(decoded.ok && decoded.event).toMatchObject({
      event_id: 'e1',
      event_time: 1_764_000_000_123_456,
      action: 'complete',
      user_id: 'u1',
      song_id: 's1',
      country: 'DE',
    });
  });

  it('names the field of the event, not the path, in reasons', () => {
    expect(decode(mapping, { ...record, type: 'seek' })).toMatchObject({ reason: 'value:action' });
    expect(decode(mapping, { ...record, user: {} })).toMatchObject({ reason: 'missing:user_id' });
    expect(decode(mapping, { ...record, track: 3 })).toMatchObject({ reason: 'type:song_id' });
  });

  it.each<[unknown, string]>([
    ['1764000000123', 'ok'],
    [1e18, 'value:event_time'],
    ['abc', 'value:event_time'],
    ['2026-11-22T10:15:30Z', 'value:event_time'],
    [true, 'type:event_time'],
    [{ $date: 5 }, 'type:event_time'],
    [null, 'missing:event_time'],
  ])('reads the time in its unit: %j is %s', (ts, verdict) => {
    const decoded = decode(mapping, { ...record, ts });
    expect(decoded.ok ? 'ok' : decoded.reason).toBe(verdict);
    if (!decoded.ok && ts !== null)
      expect(decoded.detail).toContain('a number of milliseconds since 1970');
  });

  it('takes an Instant whatever the unit, and rows of text', () => {
    const decoder = createDecoder({
      mapping: parseMapping({ event_time: { unit: 's' }, played_ms: { path: 'ms' } }),
    });
    expect(decoder.decodeRecord(wire({ event_time: new Instant(7) }))).toMatchObject({
      event: { event_time: 7 },
    });
    expect(decoder.decodeRecord(wire({ event_time: Number.NaN }))).toMatchObject({
      reason: 'type:event_time',
    });
    const cells = { ...(wire() as Record<string, string>), event_time: '1.5', ms: '3.0' };
    expect(decoder.decodeCells(cells)).toMatchObject({
      event: { event_time: 1_500_000, played_ms: 3 },
    });
  });
});
