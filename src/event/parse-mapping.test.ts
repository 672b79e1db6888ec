import { expect, it } from 'vitest';
import { TonearmError } from '../error.ts';
import { parseMapping } from './parse-mapping.ts';

const failure = (json: unknown): TonearmError => {
  try {
    parseMapping(json);
  } catch (error) {
    if (error instanceof TonearmError) return error;
  }
  throw new Error('no TonearmError');
};

it('takes every setting', () => {
  const mapping = {
    event_time: { path: 'ts', unit: 'us' },
    action: { path: 'a.b', fold: 'lower', values: { x: 'play', y: null, z: 3 } },
    device: { constant: 'tv' },
    played_ms: { constant: 3 },
    city: {},
  };
  expect(parseMapping(mapping)).toEqual(mapping);
  expect(parseMapping({})).toEqual({});
});

it.each<[unknown, string, string?]>([
  [[], 'mapping: it must be an object with the names of event fields'],
  [null, 'mapping: it must be an object with the names of event fields'],
  [
    { userid: { path: 'x' } },
    'mapping: userid is not a field of the event',
    'did you mean user_id?',
  ],
  [
    { colour: { path: 'x' } },
    'mapping: colour is not a field of the event',
    'known: event_id, event_time',
  ],
  [{ user_id: 'uid' }, 'mapping: user_id must be an object such as {"path": "…"}'],
  [
    { user_id: { pth: 'uid' } },
    'mapping: user_id.pth is not a setting of a mapped field',
    'did you mean path?',
  ],
  [{ user_id: { path: 3 } }, 'mapping: user_id.path must be string'],
  [{ user_id: { path: '' } }, 'mapping: user_id.path must not have fewer than 1 characters'],
  [
    { user_id: { fold: 'title' } },
    'mapping: user_id.fold must be equal to one of the allowed values',
    'lower, upper',
  ],
  [{ action: { values: ['x'] } }, 'mapping: action.values must be object'],
  [
    { action: { values: { x: {} } } },
    'mapping: action.values.x must be either string or number or null',
  ],
  [{ action: { constant: true } }, 'mapping: action.constant must be either string or number'],
  [
    { action: { constant: 'play', path: 'x' } },
    'mapping: action has a constant beside other settings',
  ],
  [
    { event_time: { unit: 'ns' } },
    'mapping: event_time.unit must be equal to one of the allowed values',
    'rfc3339, s, ms, us',
  ],
  [{ action: { unit: 's' } }, 'mapping: action.unit has no meaning', 'only event_time has a unit'],
  [
    { played_ms: { fold: 'lower' } },
    'mapping: played_ms.fold has no meaning',
    'only text has a case',
  ],
  [{ event_time: { fold: 'lower' } }, 'mapping: event_time.fold has no meaning'],
  [
    { action: { fold: 'lower', values: { A: 'play', a: 'skip' } } },
    'mapping: action.values gives two values for "a" after folding',
  ],
  [JSON.parse('{"__proto__":{"path":"x"}}'), 'mapping: __proto__ is not a field of the event'],
])('%j is refused', (json, message, hint) => {
  const error = failure(json);
  expect(error.code).toBe('CONFIG_INVALID');
  expect(error.message).toBe(message);
  if (hint !== undefined) expect(error.hint).toContain(hint);
});
