import { toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { TonearmError } from '../../../error.ts';
import { overview } from '../../../analytics/overview/overview.ts';
import type { Column } from '../../../model/columns.ts';
import type { Table } from '../../../result/table.ts';
import { RelationSchema } from '../connect/proto/spark.gen.ts';
import type { Session } from '../connect/session.ts';
import { clusterWriter } from './write-output.ts';

const MiB = 1024 * 1024;

/** A session that tells what it was asked for. */
const fakeSession = (failing = false) => {
  const calls: string[] = [];
  const messages: number[] = [];
  const session: Pick<Session, 'createView' | 'dropView' | 'write'> = {
    createView: async (name, relation) => {
      calls.push(`view ${name}`);
      messages.push(toBinary(RelationSchema, relation).length);
    },
    dropView: async (name) => void calls.push(`drop ${name}`),
    write: async (_, { mode }) => {
      calls.push(mode);
      if (failing) throw new TonearmError('SPARK_FAILED', 'no room');
      return {};
    },
  };
  return { session: session as Session, calls, messages };
};

const column = (name: string, type: Column['type']): Column => ({
  ...{ name, type, unit: 'name', title: name, description: name },
  ...{ needs: undefined, role: 'key' },
});

const wide: Table = {
  ...{ name: 'wide', analytic: overview, scope: 'table', rows: [] },
  columns: [column('text', 'text'), column('n', 'integer')],
};

const texts = Array.from({ length: 40 }, () => 'é'.repeat(MiB / 2));

test('no message comes near to what a server takes, however long the lines and texts', async () => {
  const { session, messages } = fakeSession();
  const writer = clusterWriter(session);
  await writer.writeLines('/lines', texts, 'new');
  const table = { ...wide, rows: texts.map((text, index) => [text, index]) };
  await writer.writeParquet('/table', table, 'new');
  expect(messages).toHaveLength(6);
  for (const bytes of messages) expect(bytes).toBeLessThan(17 * MiB);
});

test('all plans of an output are one write, and their views are dropped', async () => {
  const { session, calls } = fakeSession();
  await clusterWriter(session).writeLines('/lines', Array.from({ length: 50_001 }, String), 'new');
  const views = ['output_rows_0', 'output_rows_1'];
  expect(calls).toEqual([
    ...views.map((view) => `view ${view}`),
    'error-if-exists',
    ...views.map((view) => `drop ${view}`),
  ]);
});

test('views are dropped, too, where the write fails', async () => {
  const { session, calls } = fakeSession(true);
  const failed = clusterWriter(session).writeLines('/lines', ['a'], 'append');
  await expect(failed).rejects.toMatchObject({ code: 'SPARK_FAILED' });
  expect(calls).toEqual(['view output_rows_0', 'append', 'drop output_rows_0']);
});
