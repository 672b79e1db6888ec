import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { isBlank } from '../../src/event/line.ts';
import { openLogSource } from '../../src/sources/log/log-source.ts';
import { linesOf } from './lines-of.ts';
import { arbitraryLog } from './log-arbitrary.ts';
import { writeLogFolder } from './log-folder.ts';
import { recordsOf, recordText } from './log.ts';

property.prop([arbitraryLog(600_000_000), fc.integer({ min: 500, max: 50_000 })], { numRuns: 25 })(
  'a log written as a folder holds the records that are told',
  async (log, maxBytes) => {
    const folder = await mkdtemp(join(tmpdir(), 'tonearm-log-'));
    try {
      const written = await writeLogFolder(folder, log);
      const source = await openLogSource({ folder });
      const bounds = await source.bounds();
      expect(bounds).toEqual(
        written.map(({ partition, first, end }) => ({ partition, first, end })),
      );

      const until = new Map(bounds.map(({ partition, end }) => [partition, end]));
      const reader = source.read({ from: new Map(), until, onNotice: () => undefined });
      const places: string[] = [];
      for (;;) {
        const { chunks } = await reader.next({ maxBytes, waitMs: 0 });
        if (chunks.length === 0) break;
        // Lines are valid until the next look.
        const records = chunks
          .flatMap(linesOf)
          .filter(({ value }) => !isBlank(value ?? new Uint8Array()));
        places.push(...records.map(recordText));
      }
      await reader.close();
      expect(places.toSorted()).toEqual(recordsOf(written).map(recordText).toSorted());
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
