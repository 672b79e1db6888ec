import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';

let database: Database;

beforeEach(async () => {
  database = await openDatabase({ threads: 1 });
});

afterEach(() => database.close());

test('a prepared statement runs with other values, though tables were made since', async () => {
  await database.run('CREATE TABLE head (json VARCHAR)');
  const insert = await database.prepare('INSERT INTO head VALUES ($1)');
  await insert(['one']);
  await database.run('CREATE TABLE other AS SELECT 1 AS n');
  await insert(['two']);
  expect(await database.rows('SELECT json FROM head ORDER BY json')).toEqual([
    { json: 'one' },
    { json: 'two' },
  ]);
  await database.run('DROP TABLE head');
  await expect(insert(['three'])).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
});

describe('one more connection', () => {
  test('sees the tables, temporary ones left out', async () => {
    const another = await database.connect();
    await database.run('CREATE TABLE shown AS SELECT 1 AS n');
    await database.run('CREATE TEMP TABLE hidden AS SELECT 1 AS n');
    expect(await another.rows('SELECT n FROM shown')).toEqual([{ n: 1 }]);
    await expect(another.rows('SELECT n FROM hidden')).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
    });
  });

  test('is interrupted with the first', async () => {
    const another = await database.connect();
    const endless = 'SELECT count(*) AS n FROM range(10000000000) AS a, range(1000) AS b';
    const failures = Promise.all(
      [database, another].map((connection) => expect(connection.rows(endless)).rejects.toThrow()),
    );
    // A statement that has not begun cannot be interrupted: until both have ended.
    const timer = setInterval(() => database.interrupt(), 10);
    await failures;
    clearInterval(timer);
  });
});

test('values are bound, and there may be none', async () => {
  const bound = { sql: 'SELECT $1 AS n, $2 AS text', values: [7, "'"] };
  expect(await database.rows(bound)).toEqual([{ n: 7, text: "'" }]);
  expect(await database.rows({ sql: "SELECT '$1' AS text", values: [] })).toEqual([{ text: '$1' }]);
});
