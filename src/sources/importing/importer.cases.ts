import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { TonearmError } from '../../error.ts';
import { createDecoder } from '../../event/decode.ts';
import type { WireEvent } from '../../event/event.ts';
import type { Importer, ImportOptions, ImportResult } from './importer.ts';

/** A kind of file that an importer takes, and rows to fill it with. */
export interface FileKind {
  readonly name: string;
  readonly row: fc.Arbitrary<unknown>;
  readonly encode: (rows: readonly unknown[]) => string | Uint8Array;
  /** Whether a row that is no row at all can be written in such a file. */
  readonly anyJson: boolean;
}

/** Stands in every field that must not reach an event. */
export const secret = 'SECRET-3141592';

/** A folder of its own for the files of one test file, removed at its end. */
export const temporaryFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tonearm-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name: string, content: string | Uint8Array): string => {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
};

export const eventsOf = async (
  importer: Importer,
  inputs: readonly string[],
  options: ImportOptions = {},
): Promise<readonly WireEvent[]> => [...(await importer.read(inputs, options)).events];

const skippedRows = ({ account }: ImportResult): number =>
  Object.values(account.rowsSkipped).reduce((sum, rows) => sum + rows, 0);

/** What holds for every import, whatever it read. */
const expectSound = (result: ImportResult): void => {
  const { account } = result;
  const events = [...result.events];
  expect(account.rowsRead).toBe(account.rowsImported + skippedRows(result));
  expect(account.events).toBe(events.length);
  expect(account.actions.play ?? 0).toBe(account.rowsImported);
  expect([...result.events]).toEqual(events);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  const decoder = createDecoder();
  const encoder = new TextEncoder();
  const decoded = events.map((event) => decoder.decodeLine(encoder.encode(JSON.stringify(event))));
  expect(decoded.filter(({ ok }) => !ok)).toEqual([]);
  const order = decoded.map((one, at) => ({
    time: one.ok ? one.event.event_time : 0,
    id: events[at]?.event_id ?? '',
  }));
  for (const [at, one] of order.entries()) {
    const next = order[at + 1];
    if (next === undefined) break;
    expect(one.time < next.time || (one.time === next.time && one.id < next.id)).toBe(true);
  }
  expect(JSON.stringify(events)).not.toContain(secret);
  expect(JSON.stringify([account, result.capabilities])).not.toContain(secret);
};

/** Puts any JSON in place of a row or of one of its fields, at any depth, or drops the field. */
const damaged = (rows: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .record({
      row: rows,
      places: fc.array(fc.record({ at: fc.nat(), deeper: fc.boolean(), value: fc.jsonValue() }), {
        maxLength: 3,
      }),
      drop: fc.boolean(),
    })
    .map(({ row, places, drop }) =>
      places.reduce((one, { at, deeper, value }) => replaced(one, at, deeper, value, drop), row),
    );

const replaced = (
  target: unknown,
  at: number,
  deeper: boolean,
  value: unknown,
  drop: boolean,
): unknown => {
  if (typeof target !== 'object' || target === null || Array.isArray(target)) return value;
  const entries = Object.entries(target);
  const place = at % (entries.length + 1);
  return Object.fromEntries(
    entries.flatMap(([name, old], index) => {
      if (index !== place) return [[name, old]];
      if (deeper) return [[name, replaced(old, at >> 4, false, value, drop)]];
      return drop ? [] : [[name, value]];
    }),
  );
};

/** The properties that every importer owes; called by the test file of each. */
export const describeImporterContract = (importer: Importer, kinds: readonly FileKind[]): void => {
  describe.each(kinds)(`${importer.service}: $name`, ({ name, row, encode, anyJson }) => {
    const { write } = temporaryFolder();
    const fileName = (number: number) => name.replace('#', String(number));
    const several = fc.array(row, { maxLength: 12 });
    // Few different rows, so that repeats and overlaps are common.
    const files = fc.array(row, { minLength: 1, maxLength: 4 }).chain((pool) =>
      fc.array(fc.array(fc.constantFrom(...pool), { maxLength: 6 }), {
        minLength: 1,
        maxLength: 3,
      }),
    );

    test.prop([several], { numRuns: 50 })('accounts for every row', async (rows) => {
      const result = await importer.read([write(fileName(0), encode(rows))]);
      expect(result.account.rowsRead).toBe(rows.length);
      expectSound(result);
    });

    test.prop([fc.array(anyJson ? fc.oneof(damaged(row), fc.jsonValue()) : damaged(row))], {
      numRuns: 150,
    })('survives damaged rows', async (rows) => {
      const result = await importer.read([write(fileName(0), encode(rows))]);
      expectSound(result);
    });

    test.prop([several, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 })], { numRuns: 60 })(
      'reads a damaged file or says which one it is',
      async (rows, at, damage) => {
        const bytes = Buffer.from(encode(rows));
        const place = at % (bytes.length + 1);
        const broken = Buffer.concat([bytes.subarray(0, place), damage, bytes.subarray(place + 3)]);
        try {
          expectSound(await importer.read([write(fileName(0), broken)]));
        } catch (error) {
          if (!(error instanceof TonearmError)) throw error;
          expect(['INPUT_UNREADABLE', 'INPUT_SCHEMA']).toContain(error.code);
          expect(error.message).toContain(fileName(0));
        }
      },
    );

    test.prop([files], { numRuns: 60 })(
      'gives the same events for files twice and in any order',
      async (contents) => {
        const paths = contents.map((rows, at) => write(fileName(at), encode(rows)));
        const once = await importer.read(paths);
        const events = [...once.events];
        expectSound(once);
        expect(await eventsOf(importer, [...paths, ...paths])).toEqual(events);
        expect(await eventsOf(importer, paths.toReversed())).toEqual(events);
        const twice = await importer.read([...paths, ...paths]);
        expect(twice.account.rowsImported).toBe(once.account.rowsImported);
        expectSound(twice);

        // Importing the files one by one finds no event that is not among these.
        const alone = await Promise.all(paths.map((file) => eventsOf(importer, [file])));
        const ids = new Set(events.map((event) => event.event_id));
        expect(alone.flat().filter((event) => !ids.has(event.event_id))).toEqual([]);
      },
    );

    it('keeps the events of two users apart', async () => {
      const rows = fc.sample(row, { numRuns: 20, seed: 1 });
      const file = write(fileName(0), encode(rows));
      const me = await eventsOf(importer, [file]);
      const you = await eventsOf(importer, [file], { user: 'you' });
      expect(me.length).toBeGreaterThan(0);
      expect(new Set([...me, ...you].map((event) => event.event_id)).size).toBe(2 * me.length);
      expect(you.every((event) => event.user_id === 'you')).toBe(true);
    });
  });
};
