import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { deduplicate } from './deduplicate.ts';
import { createFacts } from './tables.ts';
import { unifyIds } from './unify-ids.ts';

const kept = async (rows: readonly string[]) => {
  const database = await openDatabase({ threads: 1 });
  try {
    await createFacts(database, { groups: [] });
    await database.run(`INSERT INTO facts VALUES ${rows.join(', ')}`);
    const copies = await deduplicate(database);
    const left = await database.rows('SELECT t FROM facts ORDER BY t');
    return { copies, left: left.map((row) => row['t']) };
  } finally {
    database.close();
  }
};

const fact = (t: number, high: number, low: number, text: string | null) =>
  `(${t}, 0, -1, -1, ${high}, ${low}, ${text === null ? 'NULL' : `'${text}'`})`;

test('copies are taken out, one stays', async () => {
  const { copies, left } = await kept([
    fact(1, 7, 7, null),
    fact(1, 7, 7, null),
    fact(1, 7, 7, null),
  ]);
  expect({ copies, left }).toEqual({ copies: 2, left: [1] });
});

test('a half of the id, or a hash, never decides', async () => {
  const { copies, left } = await kept([
    fact(1, 1, 7, null),
    fact(2, 2, 7, null),
    fact(3, 1, 7, 'a'),
    fact(4, 1, 7, 'b'),
    fact(5, 1, 7, ''),
  ]);
  expect({ copies, left }).toEqual({ copies: 0, left: [1, 2, 3, 4, 5] });
});

test('ids of batches and of files are the same ids once they are text', async () => {
  const database = await openDatabase({ threads: 1 });
  try {
    await createFacts(database, { groups: [] });
    const digits = '0123456789abcdef0fedcba987654321';
    const uuid = '01234567-89ab-cdef-0fed-cba987654321';
    const [high, low] = [BigInt('0x0123456789abcdef'), BigInt('0x0fedcba987654321')];
    await database.run(`INSERT INTO facts VALUES
      (1, 0, -1, -1, ${high}, ${low}, NULL), (2, 0, -1, -1, 0, hash('${uuid}'), '${uuid}'),
      (3, 0, -1, -1, ${high}, ${low}, ''), (4, 0, -1, -1, 0, hash('${digits}'), '${digits}'),
      (5, 0, -1, -1, 12, 34, 'other'), (6, 0, -1, -1, 0, hash('other'), 'other')`);
    await unifyIds(database);
    expect(await deduplicate(database)).toBe(3);
    expect(await database.rows('SELECT count(*) AS n FROM facts')).toEqual([{ n: 3 }]);
  } finally {
    database.close();
  }
});
