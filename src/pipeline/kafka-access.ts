import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { messageOf, TonearmError } from '../error.ts';

/** Files in PEM. */
export interface KafkaTls {
  /** Undefined: those of Node.js. */
  readonly ca: string | undefined;
  readonly pair: { readonly cert: string; readonly key: string } | undefined;
}

export interface KafkaSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly user: string;
  /** Behind a function, so that nothing that prints settings prints it. */
  readonly password: { readonly file: string } | { readonly reveal: () => string };
}

/** How the brokers of a command are talked to. */
export interface KafkaAccess {
  readonly tls: KafkaTls | undefined;
  readonly sasl: KafkaSasl | undefined;
}

/** The same with what the files hold. */
export interface LoadedAccess {
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
  };
  readonly sasl?: {
    readonly mechanism: KafkaSasl['mechanism'];
    readonly username: string;
    readonly password: () => string | Promise<string>;
  };
}

const invalid = (path: string, what: string, hint: string, cause?: unknown): TonearmError =>
  new TonearmError('CONFIG_INVALID', `${path}: ${what}`, { facts: { file: path }, hint, cause });

const read = async (path: string, flag: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(path, `cannot be read: ${messageOf(cause)}`, `see ${flag}`, cause);
  }
};

const checked = (
  context: Parameters<typeof createSecureContext>[0],
  path: string,
  what: string,
  hint: string,
): void => {
  try {
    createSecureContext(context);
  } catch (cause) {
    throw invalid(path, `${what}: ${messageOf(cause)}`, hint, cause);
  }
};

const begin = '-----BEGIN CERTIFICATE-----';

const certificates = async (path: string, flag: string): Promise<string> => {
  const text = await read(path, flag);
  // What is no certificate at all is taken for none, and nobody would be trusted.
  if (!text.includes(begin)) {
    throw invalid(path, 'holds no certificate', `give ${flag} a file in PEM: ${begin} …`);
  }
  checked({ ca: text, cert: text }, path, 'holds no certificate', `give ${flag} a file in PEM`);
  return text;
};

const tlsOf = async ({ ca, pair }: KafkaTls): Promise<NonNullable<LoadedAccess['tls']>> => {
  const trusted = ca === undefined ? {} : { ca: await certificates(ca, '--kafka-ca') };
  if (pair === undefined) return trusted;
  const cert = await certificates(pair.cert, '--kafka-cert');
  const key = await read(pair.key, '--kafka-key');
  checked(
    { cert, key },
    pair.key,
    `is not the key of ${pair.cert}`,
    'give --kafka-key its private key in PEM, not encrypted (openssl pkey -in KEY -out PLAIN)',
  );
  return { ...trusted, cert, key };
};

const firstLine = async (path: string): Promise<string> => {
  const [line = ''] = (await read(path, '--kafka-password-file')).split(/\r?\n/, 1);
  if (line === '') throw invalid(path, 'holds no password', 'its first line is the password');
  return line;
};

const saslOf = async ({
  mechanism,
  user,
  password,
}: KafkaSasl): Promise<NonNullable<LoadedAccess['sasl']>> => {
  if ('reveal' in password) return { mechanism, username: user, password: password.reveal };
  await firstLine(password.file);
  // Read for every connection: a password that was changed is taken without a new start.
  return { mechanism, username: user, password: () => firstLine(password.file) };
};

/** Reads the files. @throws TonearmError CONFIG_INVALID where one cannot be used */
export const loadSecurity = async (
  access: KafkaAccess | undefined,
): Promise<LoadedAccess | undefined> => {
  if (access === undefined) return undefined;
  const { tls, sasl } = access;
  return {
    ...(tls === undefined ? {} : { tls: await tlsOf(tls) }),
    ...(sasl === undefined ? {} : { sasl: await saslOf(sasl) }),
  };
};
