import fc from 'fast-check';
import { afterAll, describe, test } from 'vitest';
import { collect, createOpener, expectSame, usualLayout } from './collect.cases.ts';
import { createIntake } from './intake.ts';
import { wholeLayout } from './events-of.ts';
import type { Layout } from './layout.ts';
import { createPlainIntake } from './plain-intake.ts';
import { cut, wireSource } from './wire-lines.cases.ts';

const opener = createOpener();
afterAll(() => opener.closeAll());

const sizes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5000 })),
  {
    minLength: 1,
    maxLength: 4,
  },
);

const textFields = wholeLayout.groups.flat();
const layouts = fc.shuffledSubarray([...textFields]).chain((fields) =>
  fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: fields.length, maxLength: fields.length })
    .map((groups): Layout => ({
      groups: [0, 1, 2, 3]
        .map((group) => fields.filter((_, index) => groups[index] === group))
        .filter((group) => group.length > 0),
    })),
);

describe('the fast way equals the plain way', () => {
  test('for any lines, any chunks and any layout', async () => {
    await fc.assert(
      fc.asyncProperty(wireSource, sizes, layouts, async (source, parts, layout) => {
        const chunks = cut(source, parts);
        const expected = createPlainIntake(layout)(chunks, { source: 'test' });
        const intake = createIntake(layout, { workers: 0, pieceBytes: 70_000 });
        expectSame(await collect(intake, chunks), expected);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
    );
  });

  test.each([0, 1, 2])('with %i workers, over several sources', async (workers) => {
    const intake = opener.open(usualLayout, { workers, workersAfter: 0, pieceBytes: 70_000 });
    const plain = createPlainIntake(usualLayout);
    await fc.assert(
      fc.asyncProperty(fc.array(wireSource, { maxLength: 3 }), sizes, async (sources, parts) => {
        // Repeated with other users, so that there are several pieces and new entries in each.
        const times = sources.length === 3 ? 12 : 1;
        const text = Buffer.concat(sources).toString('latin1');
        const whole = Buffer.from(
          Array.from({ length: times }, (_, at) => `${text.replaceAll('u1', `u${at}`)}\n`).join(''),
          'latin1',
        );
        const chunks = cut(
          whole,
          parts.map((size) => size * 10),
        );
        const expected = plain(chunks, { source: 'test' });
        expectSame(await collect(intake, chunks), expected);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 40) },
    );
  });
});
