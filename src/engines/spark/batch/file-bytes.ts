import { project, readFiles } from '../connect/relation.ts';
import type { Session } from '../connect/session.ts';

const slice = 4 * 1024 * 1024;

const view = 'file_content';

/** The bytes of a file that the cluster sees, in order; Spark takes files of up to 2 GiB whole. */
export async function* fileBytes(session: Session, path: string): AsyncGenerator<Uint8Array> {
  const content = readFiles({ format: 'binaryFile', paths: [path] });
  await session.createView(
    view,
    project(content, [
      { expression: 'content', as: 'content' },
      { expression: 'length', as: 'length' },
    ]),
  );
  const slices = session.batches({
    sql: `SELECT substring(content, CAST(at AS INT), ${slice}) AS bytes
      FROM ${view} LATERAL VIEW explode(sequence(1, greatest(length, 1), ${slice})) AS at ORDER BY at`,
  });
  for await (const { columns } of slices) yield* columns[0]?.values as readonly Uint8Array[];
}
