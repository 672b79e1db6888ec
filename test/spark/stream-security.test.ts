import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SecuredBroker, startSecuredBroker } from '../kafka/secured-broker.ts';
import { finalsIn } from '../support/finals.ts';
import { ended, needProgram, startIn } from '../support/program.ts';
import { startTestSpark } from './server.ts';

const spark = await startTestSpark();
const password = 'g,e=h"e\\im';

describe.skipIf(spark.reason !== undefined)('Spark talks to brokers', () => {
  const remote = spark.reason === undefined ? spark.remote : '';
  let folder = '';
  let secured: SecuredBroker;

  beforeAll(async () => {
    needProgram();
    folder = mkdtempSync(join(tmpdir(), 'tonearm-spark-secured-'));
    secured = await startSecuredBroker({});
    if (secured.broker.reason === undefined) await secured.setPassword('berta', password);
  }, 120_000);
  afterAll(async () => {
    await secured.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (...args: readonly string[]) => {
    const environment = { TONEARM_KAFKA_PASSWORD: password };
    return ended(startIn(folder, args, 'pipe', { environment }));
  };

  test.each(['as a user over TLS', 'with a certificate'])(
    '%s',
    { timeout: 60_000 },
    async (how) => {
      if (secured.broker.reason !== undefined) throw new Error(secured.broker.reason);
      const { ca, cert, key } = secured.files;
      const isUser = how === 'as a user over TLS';
      const topic = `kafka://${isUser ? secured.users : secured.certified}/${isUser ? 'a' : 'b'}`;
      const access = isUser
        ? ['--kafka-ca', ca, '--kafka-sasl', 'scram-sha-256', '--kafka-user', 'berta']
        : ['--kafka-ca', ca, '--kafka-cert', cert, '--kafka-key', key];
      const much = ['--events', '400', '--create-topic', '--partitions', '1', '--quiet'];
      const sent = await run('produce', '--to', topic, ...much, ...access);
      expect(sent.code, sent.err).toBe(0);
      const { code, out, err } = await run(
        ...['stream', '--from', topic, '--engine', 'spark', '--spark', remote, '--until-end'],
        ...['--only', 'action_counts', '--max-future', 'off', '--json', ...access],
      );
      expect(code, err).toBe(0);
      expect(Object.keys(finalsIn(out)).length).toBeGreaterThan(10);
      expect(err).not.toContain(password);
    },
  );
});
