import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProducer } from '../../src/kafka/produce-records.ts';
import { loadSecurity, type KafkaAccess } from '../../src/pipeline/kafka-access.ts';
import { openKafkaSource, type KafkaSource } from '../../src/sources/kafka/kafka-source.ts';
import { addResult, emptyRecords, readLines } from '../../src/sources/kafka/read.cases.ts';
import { finalsIn } from '../support/finals.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';
import { believedMs, startSecuredBroker, type SecuredBroker } from './secured-broker.ts';
import { createStockClient, type StockClient } from './topics.ts';

const password = 'g,e=h"eim';
const plainPassword = 'anna-geheim';

let folder = '';
let passwordFile = '';
let secured: SecuredBroker;
let stock: StockClient;

const run = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => {
  const child: ChildProcess = startIn(folder, args, 'pipe', { environment });
  return ended(child);
};

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-secured-'));
  passwordFile = join(folder, 'berta.password');
  writeFileSync(passwordFile, `${password}\n`);
  secured = await startSecuredBroker({ anna: plainPassword });
  if (secured.broker.reason !== undefined) return;
  await secured.setPassword('berta', password);
  stock = createStockClient(secured.broker.bootstrap);
  const settings = {
    'kafka-ca': secured.files.ca,
    'kafka-sasl': 'scram-sha-256',
    'kafka-user': 'berta',
    'kafka-password-file': 'berta.password',
  };
  writeFileSync(join(folder, 'berta.json'), JSON.stringify(settings));
}, 120_000);

beforeEach((context) => {
  if (secured.broker.reason !== undefined) context.skip(secured.broker.reason);
});

afterAll(async () => {
  await stock?.close();
  await secured.remove();
  rmSync(folder, { recursive: true, force: true });
});

const usersTopic = (topic: string): string => `kafka://${secured.users}/${topic}`;

/** Opens a topic by one of the listeners. */
const openAt = async (
  bootstrap: string,
  topic: string,
  access: KafkaAccess,
): Promise<KafkaSource> => {
  const [host = '', port] = bootstrap.split(':');
  return openKafkaSource({
    brokers: [{ host, port: Number(port) }],
    ...{ topic, name: `kafka://${bootstrap}/${topic}`, clientId: 'tonearm-test', mostAttempts: 2 },
    security: await loadSecurity(access),
  });
};

const byPassword = (): KafkaAccess => ({
  tls: { ca: secured.files.ca, pair: undefined },
  sasl: { mechanism: 'SCRAM-SHA-256', user: 'berta', password: { file: passwordFile } },
});

describe('over TLS, as a user', () => {
  test('events are sent, read and their panes sent; the password shows nowhere', async () => {
    const events = ['--events', '1000', '--partitions', '2', '--quiet'];
    const asAnna = [
      '--kafka-ca',
      secured.files.ca,
      '--kafka-sasl',
      'plain',
      '--kafka-user',
      'anna',
    ];
    const to = ['--to', usersTopic('music'), '--create-topic'];
    const environment = { TONEARM_KAFKA_PASSWORD: plainPassword };
    const sent = await run(['produce', ...to, ...events, '--verbose', ...asAnna], environment);
    expect(sent).toMatchObject({ code: 0 });
    await run(['produce', '--to', 'file:log', ...events]);

    const options = ['--bounded', '--json', '--verbose', '--config', 'berta.json'];
    const aside = ['--late', usersTopic('late'), '--to', usersTopic('panes')];
    const streamed = await run(['stream', '--from', usersTopic('music'), ...options, ...aside]);
    expect(streamed).toMatchObject({ code: 0 });
    const undisturbed = await run(['stream', '--from', 'file:log', '--bounded', '--json']);
    const finals = finalsIn(undisturbed.out);
    expect(Object.keys(finals).length).toBeGreaterThan(100);
    expect(finalsIn(streamed.out)).toEqual(finals);

    const { cert, key, ca } = secured.files;
    const panes = await openAt(secured.certified, 'panes', {
      tls: { ca, pair: { cert, key } },
      sasl: undefined,
    });
    const ends = (await panes.bounds()).map(({ end }) => end);
    await panes.close();
    expect(ends.reduce((sum, end) => sum + end, 0)).toBe(Object.keys(finals).length);

    const shown = await run(['config', '--config', 'berta.json'], environment);
    expect(shown.out).toContain('scram-sha-256');
    for (const { out, err } of [sent, streamed, shown]) {
      expect(out + err).not.toContain(plainPassword);
      expect(out + err).not.toContain(password);
    }
  }, 60_000);

  test('what is refused is said, with exit code 3', async () => {
    const { ca, otherCa } = secured.files;
    const wrong = { TONEARM_KAFKA_PASSWORD: 'anna-falsch' };
    const asAnna = ['--kafka-sasl', 'plain', '--kafka-user', 'anna', '--verbose', '--kafka-ca'];
    const [streamed, produced] = await Promise.all([
      run(['stream', '--from', usersTopic('music'), ...asAnna, ca], wrong),
      run(['produce', '--events', '1', '--to', usersTopic('music'), ...asAnna, otherCa], wrong),
    ]);
    expect(streamed.code).toBe(3);
    expect(streamed.err).toMatch(/does not accept the user anna with this password \(PLAIN\)/);
    expect(streamed.err).toMatch(/hint: check --kafka-user/);
    expect(produced.code).toBe(3);
    expect(produced.err).toMatch(/the certificate of 127\.0\.0\.1:\d+ is not accepted/);
    expect(produced.err).toMatch(/hint: .*--kafka-ca/);
    expect(streamed.err + produced.err).not.toContain('anna-falsch');
  }, 60_000);
});

const tlsBy = (ca: string): KafkaAccess['tls'] => ({ ca, pair: undefined });

const saslAs = (
  mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512',
  user: string,
  secret: string,
): KafkaAccess['sasl'] => ({ mechanism, user, password: { reveal: () => secret } });

describe('what another attempt cannot change is no reason for one:', () => {
  const authority = (): KafkaAccess['tls'] => tlsBy(secured.files.ca);
  const cases: readonly [string, () => KafkaAccess, RegExp, RegExp][] = [
    [
      'a wrong password of SCRAM',
      () => ({ tls: authority(), sasl: saslAs('SCRAM-SHA-256', 'berta', 'falsch') }),
      /^127\.0\.0\.1:\d+ does not accept the user berta with this password \(SCRAM-SHA-256\)$/,
      /--kafka-password-file/,
    ],
    [
      'a user that is not known',
      () => ({ tls: authority(), sasl: saslAs('SCRAM-SHA-256', 'carla', password) }),
      /does not accept the user carla/,
      /--kafka-user/,
    ],
    [
      'a mechanism that is not taken',
      () => ({ tls: authority(), sasl: saslAs('SCRAM-SHA-512', 'berta', password) }),
      /does not take SASL SCRAM-SHA-512$/,
      /it takes PLAIN, SCRAM-SHA-256/,
    ],
    [
      'another authority',
      () => ({ tls: tlsBy(secured.files.otherCa), sasl: saslAs('PLAIN', 'anna', plainPassword) }),
      /^the certificate of 127\.0\.0\.1:\d+ is not accepted: /,
      /--kafka-ca/,
    ],
  ];
  test.each(cases)('%s', async (_, access, message, hint) => {
    await expect(openAt(secured.users, 'music', access())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(hint) as unknown,
    });
  });

  test('another name than those of the certificate', async () => {
    const access = { tls: authority(), sasl: saslAs('PLAIN', 'anna', plainPassword) };
    const localhost = secured.users.replace('127.0.0.1', 'localhost');
    await expect(openAt(localhost, 'music', access)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      hint: expect.stringContaining('by names in their certificates') as unknown,
    });
  });

  test('a user where nobody asks for one', async () => {
    const { broker } = secured;
    const access = { tls: undefined, sasl: saslAs('PLAIN', 'anna', plainPassword) };
    await expect(
      openAt(broker.reason === undefined ? broker.bootstrap : '', 'music', access),
    ).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/asks for no user$/) as unknown,
    });
  });
});

describe('what the other end asks for is guessed at where it only ends connections:', () => {
  const cases: readonly [string, () => string, () => KafkaAccess, RegExp][] = [
    [
      'TLS',
      () => secured.users,
      () => ({ tls: undefined, sasl: undefined }),
      /brokers that ask for TLS/,
    ],
    [
      'a user',
      () => secured.users,
      () => ({ tls: { ca: secured.files.ca, pair: undefined }, sasl: undefined }),
      /--kafka-sasl/,
    ],
    [
      'a certificate',
      () => secured.certified,
      () => ({ tls: { ca: secured.files.ca, pair: undefined }, sasl: undefined }),
      /--kafka-cert/,
    ],
    [
      'no TLS',
      () => (secured.broker.reason === undefined ? secured.broker.bootstrap : ''),
      () => ({ tls: { ca: secured.files.ca, pair: undefined }, sasl: undefined }),
      /may be one without TLS/,
    ],
  ];
  test.each(cases)('%s', async (_, bootstrap, access, hint) => {
    await expect(openAt(bootstrap(), 'music', access())).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      hint: expect.stringMatching(hint) as unknown,
    });
  });
});

describe('who is asked again who he is', () => {
  test('goes on sending and reading, each record once', async () => {
    const topic = 'asked-again';
    await stock.createTopic(topic, 1);
    const source = await openAt(secured.users, topic, byPassword());
    const reader = source.read({ from: new Map(), onNotice: () => {} });
    const [host = '', port] = secured.users.split(':');
    const producer = await openProducer({
      ...{ name: topic, brokers: [{ host, port: Number(port) }], topic, clientId: 'tonearm-test' },
      ...{ security: await loadSecurity(byPassword()), createTopic: false, partitions: 1 },
      ...{ codec: 'none', nowMs: () => Date.now(), onNotice: () => {} },
    });
    let sent = 0;
    const records = emptyRecords();
    const began = performance.now();
    // So that there is always something under way.
    while (performance.now() - began < 2 * believedMs) {
      for (const last = sent + 20; sent < last; sent += 1) {
        const value = Buffer.from(String(sent));
        producer.add(value, -1, -1, 0, value.length);
      }
      await producer.ready();
      addResult(records, await reader.next({ maxBytes: 1 << 20, waitMs: 1 }));
    }
    await producer.flush();
    await readLines(reader, sent, records);
    expect(records.values.get(0)).toEqual(Array.from({ length: sent }, (_, index) => `${index}`));
    await producer.close();
    await reader.close();
    await source.close();
  }, 30_000);

  test('has the password as it is by then', async () => {
    const topic = 'changing';
    await stock.createTopic(topic, 1);
    const send = (value: string): Promise<void> => stock.send(topic, [{ partition: 0, value }]);
    const source = await openAt(secured.users, topic, byPassword());
    const reader = source.read({ from: new Map(), onNotice: () => {} });
    await send('a');
    await readLines(reader, 1);
    await secured.setPassword('berta', 'neu');
    writeFileSync(passwordFile, 'neu\n');
    const began = performance.now();
    while (performance.now() - began < believedMs) {
      await send('b');
      await readLines(reader, 1);
    }
    await secured.setPassword('berta', 'noch neuer');
    await expect(readLines(reader, 1)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('does not accept the user berta') as unknown,
    });
    await reader.close();
    await source.close();
  }, 30_000);
});
