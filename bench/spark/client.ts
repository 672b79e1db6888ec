import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { create, toBinary } from '@bufbuild/protobuf';
import { parseEndpoint } from '../../src/engines/spark/connect/endpoint.ts';
import { openSession } from '../../src/engines/spark/connect/open-session.ts';
import { ExecutePlanRequestSchema } from '../../src/engines/spark/connect/proto/spark.gen.ts';
import { sqlRelation } from '../../src/engines/spark/connect/relation.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import { connectHost } from '../../src/pipeline/spark/connect-host.ts';
import type { Section } from '../page.ts';
import { medianOf, say } from '../stream/bench.ts';
import { seconds } from '../stream/numbers.ts';
import type { SparkBench } from './bench.ts';
import { withServer } from './server.ts';

const trivial = 'SELECT 1 AS one';
const trivialQueries = 200;
const rowCount = 1_000_000;
const large = `SELECT id, CAST(id % 1000 AS STRING) AS word, id * 0.5D AS half, 'user-' || id AS name
  FROM range(0, ${rowCount}, 1, 8)`;

const goalOverheadMs = 10;
const goalRowsPerSecond = 300_000;

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const timed = async (work: () => Promise<unknown>): Promise<Timed> => {
  const cpu = process.cpuUsage();
  const beganMs = performance.now();
  await work();
  const wallMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
};

/** The same query as bytes that were made before, over HTTP/2, looking at nothing that comes back. */
const bareQuery = (session: Session, sql: string): Uint8Array => {
  const plan = { opType: { case: 'root' as const, value: sqlRelation({ sql }) } };
  const request = create(ExecutePlanRequestSchema, { sessionId: session.id, plan });
  const message = toBinary(ExecutePlanRequestSchema, request);
  const frame = new Uint8Array(5 + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, 5);
  return frame;
};

const askBare = async (connection: ClientHttp2Session, frame: Uint8Array): Promise<void> => {
  const stream = connection.request({
    ':method': 'POST',
    ':path': '/spark.connect.SparkConnectService/ExecutePlan',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(frame);
  stream.resume();
  await once(stream, 'end');
};

const measureTrivial = async (session: Session, remote: string) => {
  const connection = connect(remote.replace('sc:', 'http:'));
  const frame = bareQuery(session, trivial);
  const bare: Timed[] = [];
  const own: Timed[] = [];
  // In turns, so that both meet the same server; the first half warms it up.
  for (let query = 0; query < 2 * trivialQueries; query += 1) {
    const one = await timed(() => askBare(connection, frame));
    const other = await timed(() => session.rows({ sql: trivial }));
    if (query >= trivialQueries) {
      bare.push(one);
      own.push(other);
    }
  }
  connection.close();
  return { bare, own };
};

const measureRows = async (session: Session, runs: number) => {
  const rows: Timed[] = [];
  const batches: Timed[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const one = await timed(() => session.rows({ sql: large }));
    const other = await timed(async () => {
      for await (const _ of session.batches({ sql: large }));
    });
    if (run === 0) continue;
    rows.push(one);
    batches.push(other);
  }
  return { rows, batches };
};

/** What the client costs over what the server takes, and how fast rows arrive. */
export const measureClient = async ({ folder, options }: SparkBench): Promise<Section> =>
  withServer({ folder, heapMb: Math.min(options.heapMb, 2048) }, async ({ remote }) => {
    const session = await openSession({ endpoint: parseEndpoint(remote), host: connectHost });
    const { bare, own } = await measureTrivial(session, remote);
    const { rows, batches } = await measureRows(session, options.runs);
    await session.close({ release: false });

    const wall = (runs: readonly Timed[]): number =>
      medianOf(runs, ({ wallMs }) => wallMs) ?? Number.NaN;
    const cpu = (runs: readonly Timed[]): number =>
      medianOf(runs, ({ cpuMs }) => cpuMs) ?? Number.NaN;
    const overheadMs = wall(own) - wall(bare);
    const perSecond = (runs: readonly Timed[]): number => rowCount / (wall(runs) / 1000);
    const shown = (perSecondOf: number): string => Math.round(perSecondOf).toLocaleString('en');
    say(`overhead ${overheadMs.toFixed(1)} ms, ${shown(perSecond(rows))} rows/s`);
    return {
      title: 'client',
      about:
        `The Connect client alone. A trivial query (\`${trivial}\`, ${trivialQueries} times after as ` +
        'many) against the same request as bytes made before, in turns; and a million rows of four ' +
        'columns (BIGINT, two STRING, DOUBLE).',
      header: ['', 'wall', 'CPU of the client', 'rows/s'],
      rows: [
        ['trivial, bare request', `${wall(bare).toFixed(1)} ms`, `${cpu(bare).toFixed(1)} ms`, ''],
        ['trivial, client', `${wall(own).toFixed(1)} ms`, `${cpu(own).toFixed(1)} ms`, ''],
        [
          'a million rows, as objects',
          `${seconds(wall(rows) / 1000)} s`,
          `${seconds(cpu(rows) / 1000)} s`,
          shown(perSecond(rows)),
        ],
        [
          'a million rows, in columns',
          `${seconds(wall(batches) / 1000)} s`,
          `${seconds(cpu(batches) / 1000)} s`,
          shown(perSecond(batches)),
        ],
      ],
      goals: [
        {
          text: `a trivial query costs ${overheadMs.toFixed(1)} ms of at most ${goalOverheadMs} ms over the server's time`,
          reached: overheadMs <= goalOverheadMs,
        },
        {
          text: `${shown(perSecond(rows))} of at least ${shown(goalRowsPerSecond)} rows a second`,
          reached: perSecond(rows) >= goalRowsPerSecond,
        },
      ],
      notes: [],
    };
  });
