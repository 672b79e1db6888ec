import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkConfig, readConfigFile } from './config-file.ts';
import { configJsonSchema, configKeys } from './config-schema.ts';

it('takes every setting with its default', async () => {
  const { properties } = configJsonSchema() as {
    readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
  };
  const values = Object.fromEntries(
    Object.entries(properties)
      .filter(([, { default: fallback }]) => fallback !== undefined)
      .map(([key, { default: fallback }]) => [key, fallback]),
  );
  await expect(checkConfig('c.json', values)).resolves.toEqual({ path: 'c.json', values });
  expect(configKeys).toContain('time-zone');
  expect(configKeys).not.toContain('explain');
});

it.each<[unknown, string, string | undefined]>([
  [[], 'c.json: it must be an object such as {"time-zone": "Europe/Berlin"}', undefined],
  [{ timeZone: 'UTC' }, 'c.json: "timeZone" is not a setting', 'did you mean "time-zone"?'],
  [{ sesion_gap: '5m' }, 'c.json: "sesion_gap" is not a setting', 'did you mean "session-gap"?'],
  [{ top: '5' }, 'c.json: "top" must be integer', undefined],
  [{ top: 0 }, 'c.json: "top" must be >= 1', undefined],
  [
    { format: ['csv', 'xml'] },
    'c.json: "format", item 2, must be equal to one of the allowed values',
    'allowed: parquet, csv, json, ndjson',
  ],
  [{ windows: 'yes' }, 'c.json: "windows" must be boolean', undefined],
])('refuses %j', async (json, message, hint) => {
  await expect(checkConfig('c.json', json)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message,
    hint,
  });
});

it('lists the settings where none is close', async () => {
  await expect(checkConfig('c.json', { volume: 11 })).rejects.toMatchObject({
    hint: `known: ${configKeys.join(', ')}`,
  });
});

it('reads a file, and says where one is missing or broken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-config-'));
  try {
    const path = join(folder, 'c.json');
    writeFileSync(path, '\uFEFF{"$schema": "x", "top": 5}');
    await expect(readConfigFile(path)).resolves.toMatchObject({ values: { top: 5 } });
    writeFileSync(path, '{"top": 5');
    await expect(readConfigFile(path)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`${path}: not valid JSON`) as string,
    });
    await expect(readConfigFile(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `${join(folder, 'none.json')}: no such file`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
