import { describe, expect, it } from 'vitest';
import { TonearmError } from '../../error.ts';
import { defaultOutDir } from '../../sinks/output-folder/output-folder.ts';
import { flagOf, variableOf } from './option.ts';
import { optionSpecs, options } from './options.ts';
import { doubtfulVariables, resolveOptions, type Given } from './resolve.ts';

const nothing: Given = { flags: {}, environment: {}, file: undefined };
const file = (values: Readonly<Record<string, unknown>>) => ({
  path: '/etc/tonearm/tonearm.json',
  values,
});

const failure = (given: Partial<Given>): TonearmError => {
  try {
    resolveOptions({ ...nothing, ...given });
  } catch (error) {
    if (error instanceof TonearmError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('precedence', () => {
  const everywhere: Given = {
    flags: { top: '1' },
    environment: { TONEARM_TOP: '2' },
    file: file({ top: 3 }),
  };
  it.each([
    [everywhere, 1, { from: 'flag', name: '--top' }],
    [{ ...everywhere, flags: {} }, 2, { from: 'environment', name: 'TONEARM_TOP' }],
    [
      { ...nothing, file: file({ top: 3 }) },
      3,
      { from: 'file', name: '/etc/tonearm/tonearm.json' },
    ],
    [nothing, undefined, { from: 'default', name: 'default' }],
  ])('%#', (given, value, origin) => {
    const { values, origins } = resolveOptions(given);
    expect(values.top).toBe(value);
    expect(origins.top).toEqual(origin);
  });
});

it('gives every option its default', () => {
  const { values } = resolveOptions(nothing);
  for (const [name, spec] of optionSpecs) expect(values[name], name).toBe(spec.default);
});

it('takes an empty variable as absent', () => {
  expect(
    resolveOptions({ ...nothing, environment: { TONEARM_TOP: '' } }).values.top,
  ).toBeUndefined();
});

it('reads lists and toggles from wherever they come', () => {
  expect(
    resolveOptions({ ...nothing, file: file({ format: ['csv', 'json'] }) }).values.format,
  ).toEqual(['csv', 'json']);
  const { values } = resolveOptions({
    flags: { windows: 'false' },
    environment: { TONEARM_QUIET: 'yes' },
    file: file({ windows: true, color: false }),
  });
  expect(values).toMatchObject({ windows: false, quiet: true, color: false });
});

it('takes paths of a file relative to it, others as they are', () => {
  const { values } = resolveOptions({
    flags: { out: 'results' },
    environment: {},
    file: file({ map: 'maps/mine.json', out: 'elsewhere' }),
  });
  expect(values).toMatchObject({ map: '/etc/tonearm/maps/mine.json', out: 'results' });
});

it('does not read from elsewhere what belongs to one invocation', () => {
  const { values } = resolveOptions({
    ...nothing,
    environment: { TONEARM_EXPLAIN: '1', TONEARM_SEED: '9' },
  });
  expect(values).toMatchObject({ explain: false, seed: 1 });
});

it.each<[Partial<Given>, string, string]>([
  [{ flags: { top: 'many' } }, 'USAGE', '--top: "many" is not a whole number from 1 on'],
  [
    { environment: { TONEARM_TOP: '0' } },
    'CONFIG_INVALID',
    'TONEARM_TOP: "0" is not a whole number from 1 on',
  ],
  [
    { file: file({ 'session-gap': 'long' }) },
    'CONFIG_INVALID',
    '/etc/tonearm/tonearm.json: "session-gap": "long" is not a duration such as 250ms, 30s, 5m, 1h or 7d',
  ],
])('names the place of a bad value %#', (given, code, message) => {
  expect(failure(given)).toMatchObject({ code, message });
});

it('points at variables that are nearly a setting', () => {
  expect(
    doubtfulVariables({ TONEARM_TIMEZONE: 'UTC', TONEARM_TOP: '5', TONEARM_XYZZY: '1', HOME: '/' }),
  ).toEqual([
    'TONEARM_TIMEZONE in the environment is not a setting; did you mean TONEARM_TIME_ZONE?',
  ]);
});

it('gives each flag of a command and each variable one meaning', () => {
  for (const command of ['batch', 'generate', 'import', 'config', 'doctor'] as const) {
    const flags = optionSpecs
      .filter(([, { commands }]) => commands.includes(command))
      .map(([name, spec]) => flagOf(name, spec));
    expect(new Set(flags).size, command).toBe(flags.length);
  }
  const variables = optionSpecs.map(([name]) => variableOf(name));
  expect(new Set(variables).size).toBe(variables.length);
});

it('writes to the folder that the contract names', () => {
  expect(options.out.default).toBe(defaultOutDir);
});
