import { alterUserScramCredentialsV0, Connection } from '@platformatic/kafka';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../scripts/jvm/free-port.ts';
import { startTestBroker, type TestBroker } from './broker.ts';
import { makeCertificate } from './certificates.ts';

/** A broker with three listeners: open to all, for those with a certificate, for users by SASL over TLS. */
export interface SecuredBroker {
  readonly broker: TestBroker;
  /** `host:port` that asks for a certificate of the client. */
  readonly certified: string;
  /** `host:port` that asks for a user: PLAIN, SCRAM-SHA-256. */
  readonly users: string;
  /** PEM files: the authority, another that has signed nothing, a client's certificate and key. */
  readonly files: Readonly<Record<'ca' | 'otherCa' | 'cert' | 'key', string>>;
  /** Makes a user of SCRAM, or gives it another password. */
  setPassword(user: string, password: string): Promise<void>;
  remove(): Promise<void>;
}

const scramSha256 = 1;
const iterations = 4096;

const setPassword = async (bootstrap: string, user: string, password: string): Promise<void> => {
  const [host = '', port] = bootstrap.split(':');
  const connection = new Connection('test');
  await connection.connect(host, Number(port));
  const salt = randomBytes(16);
  const saltedPassword = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  await alterUserScramCredentialsV0.api.async(
    connection,
    [],
    [{ name: user, mechanism: scramSha256, iterations, salt, saltedPassword }],
  );
  await connection.close();
};

/** How long a user of SCRAM is believed; then it has to say again who it is. */
export const believedMs = 1500;

const loginModule = 'org.apache.kafka.common.security';

/** `plain`: the password of each user that may come by SASL PLAIN. */
export const startSecuredBroker = async (
  plain: Readonly<Record<string, string>>,
): Promise<SecuredBroker> => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-certificates-'));
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const authority = makeCertificate('authority');
  const server = makeCertificate('server', authority);
  const client = makeCertificate('client', authority);
  const ca = write('ca.pem', authority.cert);
  const keystore = write('server.pem', server.key + server.cert);
  const [certifiedPort = 0, usersPort = 0] = await freePorts('127.0.0.1', 2);
  const certified = `127.0.0.1:${certifiedPort}`;
  const users = `127.0.0.1:${usersPort}`;
  const passwords = Object.entries(plain).map(([user, password]) => ` user_${user}="${password}"`);

  const broker = await startTestBroker(({ host, port, controllerPort }) => {
    const open = `PLAINTEXT://${host}:${port},SSL://${certified},SASL_SSL://${users}`;
    return {
      listeners: `${open},CONTROLLER://${host}:${controllerPort}`,
      'advertised.listeners': open,
      'listener.security.protocol.map':
        'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keystore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': ca,
      'listener.name.ssl.ssl.client.auth': 'required',
      'listener.name.sasl_ssl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256',
      'listener.name.sasl_ssl.plain.sasl.jaas.config': `${loginModule}.plain.PlainLoginModule required${passwords.join('')};`,
      'listener.name.sasl_ssl.scram-sha-256.connections.max.reauth.ms': String(believedMs),
      'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': `${loginModule}.scram.ScramLoginModule required;`,
    };
  });
  return {
    broker,
    certified,
    users,
    files: {
      ca,
      otherCa: write('other.pem', makeCertificate('other').cert),
      cert: write('client.pem', client.cert),
      key: write('client.key', client.key),
    },
    setPassword: (user, password) =>
      setPassword(broker.reason === undefined ? broker.bootstrap : '', user, password),
    async remove() {
      await broker.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
