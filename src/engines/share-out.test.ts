import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { shareOut, type Task } from './share-out.ts';

const unused = (): never => {
  throw new Error('not used here');
};

const connection = (): Connection => ({ run: unused, rows: unused });

/** Tasks that end when the test says so, and the places of those that were begun. */
const held = (count: number) => {
  const begun: number[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const tasks: readonly Task<Connection, number>[] = Array.from(
    { length: count },
    (_, index) => () => {
      begun.push(index);
      return new Promise<number>((resolve, reject) => {
        ends[index] = { resolve: () => resolve(index * 10), reject };
      });
    },
  );
  return { begun, ends, tasks };
};

/** Lets everything run that can. */
const settle = () => new Promise((resolve) => void setImmediate(resolve));

test('each connection takes the next task; results are in the order of the tasks', async () => {
  const { begun, ends, tasks } = held(4);
  const results = shareOut([connection(), connection()], tasks);
  expect(begun).toEqual([0, 1]);
  ends[1]?.resolve();
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  ends[2]?.resolve();
  await settle();
  ends[3]?.resolve();
  ends[0]?.resolve();
  expect(await results).toEqual([0, 10, 20, 30]);
});

test('a task runs on one connection, and the same one works on', async () => {
  const [first, second] = [connection(), connection()];
  const used: Connection[] = [];
  const task: Task<Connection, void> = async (on) => void used.push(on);
  await shareOut([first], [task, task]);
  await shareOut([first, second], [task, task]);
  expect(used).toEqual([first, first, first, second]);
});

test('after a failure nothing is begun, and what runs is waited for', async () => {
  const { begun, ends, tasks } = held(4);
  let isOver = false;
  const results = shareOut([connection(), connection()], tasks).finally(() => {
    isOver = true;
  });
  results.catch(() => undefined);
  ends[0]?.reject(new Error('no luck'));
  await settle();
  expect(isOver).toBe(false);
  ends[1]?.resolve();
  await expect(results).rejects.toThrow('no luck');
  expect(begun).toEqual([0, 1]);
});

test('no tasks, no results', async () => {
  expect(await shareOut([connection()], [])).toEqual([]);
});
