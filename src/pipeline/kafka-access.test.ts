import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../test/kafka/certificates.ts';
import { loadSecurity, type KafkaAccess } from './kafka-access.ts';

let folder = '';

const authority = makeCertificate('authority');
const client = makeCertificate('client', authority);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-access-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const pairOf = (cert: string, key: string): KafkaAccess => ({
  tls: { ca: undefined, pair: { cert: fileOf('c.pem', cert), key: fileOf('k.pem', key) } },
  sasl: undefined,
});

const withPassword = (file: string): KafkaAccess => ({
  tls: undefined,
  sasl: { mechanism: 'PLAIN', user: 'anna', password: { file } },
});

describe('files that say how to talk to brokers', () => {
  it('are read', async () => {
    const ca = fileOf('ca.pem', authority.cert + client.cert);
    const { tls } = pairOf(client.cert, client.key);
    const access = { tls: { ca, pair: tls?.pair }, sasl: undefined };
    expect(await loadSecurity(access)).toEqual({
      tls: { ca: authority.cert + client.cert, cert: client.cert, key: client.key },
    });
  });

  it('may be none, for TLS with the authorities of Node.js', async () => {
    const access = { tls: { ca: undefined, pair: undefined }, sasl: undefined };
    expect(await loadSecurity(access)).toEqual({ tls: {} });
    expect(await loadSecurity({ tls: undefined, sasl: undefined })).toEqual({});
  });

  it('give the password that they hold when a connection is made', async () => {
    const file = fileOf('password', 'first, =\r\nnot this\n');
    const security = await loadSecurity(withPassword(file));
    const password = security?.sasl?.password as () => Promise<string>;
    expect(await password()).toBe('first, =');
    writeFileSync(file, 'second');
    expect(await password()).toBe('second');
  });
});

const encrypted = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  }).privateKey;

describe('files that cannot be used are refused:', () => {
  it.each<[string, () => KafkaAccess, RegExp]>([
    [
      'an authority that is not there',
      () => ({ tls: { ca: join(folder, 'none.pem'), pair: undefined }, sasl: undefined }),
      /none\.pem: cannot be read: ENOENT/,
    ],
    [
      'an authority that is a key',
      () => ({ tls: { ca: fileOf('ca.pem', client.key), pair: undefined }, sasl: undefined }),
      /ca\.pem: holds no certificate$/,
    ],
    [
      'an authority that was cut',
      () => ({
        tls: { ca: fileOf('ca.pem', authority.cert.slice(0, 200)), pair: undefined },
        sasl: undefined,
      }),
      /ca\.pem: holds no certificate: /,
    ],
    [
      'the key of another certificate',
      () => pairOf(client.cert, authority.key),
      /k\.pem: is not the key of .*c\.pem: .*key values mismatch/,
    ],
    [
      'a key that is encrypted',
      () => pairOf(client.cert, encrypted()),
      /k\.pem: is not the key of/,
    ],
    [
      'a password that is empty',
      () => withPassword(fileOf('empty', '\nsecret')),
      /empty: holds no password$/,
    ],
  ])('%s', async (_, access, message) => {
    await expect(loadSecurity(access())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(/\w/) as unknown,
    });
  });
});
