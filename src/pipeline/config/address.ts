import { resolve } from 'node:path';
import type { Parsed, ValueType } from './value-type.ts';

export interface KafkaAddress {
  readonly kind: 'kafka';
  readonly brokers: readonly { readonly host: string; readonly port: number }[];
  readonly topic: string;
}

export interface LogAddress {
  readonly kind: 'log';
  readonly folder: string;
}

/** Where a stream of records comes from or goes to. */
export type Address = KafkaAddress | LogAddress;

const defaultPort = 9092;
const kafkaForm = 'kafka://host:9092,host2:9092/topic';

const problem = (text: string, what: string, hint?: string): Parsed<never> => ({
  problem: `${JSON.stringify(text)}: ${what}`,
  hint,
});

const brokerPattern = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/;

const brokerOf = (text: string): KafkaAddress['brokers'][number] | undefined => {
  const match = brokerPattern.exec(text);
  if (match === null) return undefined;
  const [, six, name, digits] = match;
  const port = digits === undefined ? defaultPort : Number(digits);
  return port >= 1 && port <= 65_535 ? { host: six ?? name ?? '', port } : undefined;
};

const isTopic = (name: string): boolean =>
  /^[\w.-]{1,249}$/.test(name) && name !== '.' && name !== '..';

const kafkaAddress = (text: string, rest: string): Parsed<Address> => {
  const slash = rest.indexOf('/');
  const topic = slash < 0 ? '' : rest.slice(slash + 1);
  if (topic === '') return problem(text, 'names no topic', `write ${kafkaForm}`);
  if (!isTopic(topic)) {
    return problem(
      text,
      `${JSON.stringify(topic)} cannot be the name of a topic`,
      'a name has 1 to 249 letters, digits, dots, dashes and underscores',
    );
  }
  const brokers: KafkaAddress['brokers'][number][] = [];
  for (const part of rest.slice(0, slash).split(',')) {
    const broker = brokerOf(part);
    if (broker === undefined) {
      return problem(
        text,
        part === '' ? 'names no broker' : `${JSON.stringify(part)} is not a broker`,
        `write ${kafkaForm}`,
      );
    }
    brokers.push(broker);
  }
  return { value: { kind: 'kafka', brokers, topic } };
};

const logAddress = (text: string, rest: string): Parsed<Address> => {
  if (rest.startsWith('//') && !rest.startsWith('///')) {
    return problem(
      text,
      'a folder has no host',
      'write file:DIR, for example file:log or file:/var/log/music',
    );
  }
  const folder = rest.startsWith('///') ? rest.slice(2) : rest;
  return folder === ''
    ? problem(text, 'names no folder', 'write file:DIR, for example file:log')
    : { value: { kind: 'log', folder } };
};

/** Reads `kafka://host[:port][,host2…]/topic` or `file:DIR`. */
export const parseAddress = (text: string): Parsed<Address> => {
  const trimmed = text.trim();
  if (trimmed.startsWith('kafka://')) return kafkaAddress(trimmed, trimmed.slice(8));
  if (trimmed.startsWith('file:')) return logAddress(trimmed, trimmed.slice(5));
  const hint = /^[a-z]+:\/\//i.test(trimmed)
    ? undefined
    : /^[\w.-]+:\d+\//.test(trimmed)
      ? `did you mean kafka://${trimmed}?`
      : `a folder is written file:${trimmed || 'DIR'}`;
  return problem(text, `is neither ${kafkaForm} nor file:DIR`, hint);
};

const brokerText = ({ host, port }: KafkaAddress['brokers'][number]): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The address as a user would write it. */
export const formatAddress = (address: Address): string =>
  address.kind === 'log'
    ? `file:${address.folder}`
    : `kafka://${address.brokers.map(brokerText).join(',')}/${address.topic}`;

/** An option that takes an address. */
export const address: ValueType<Address> = {
  form: 'text',
  placeholder: 'ADDRESS',
  allowed: `an address such as ${kafkaForm} or file:DIR`,
  schema: { type: 'string', minLength: 1 },
  parse: parseAddress,
  show: formatAddress,
  resolve: (value, folder) =>
    value.kind === 'log' ? { kind: 'log', folder: resolve(folder, value.folder) } : value,
};

/** An option that takes several addresses; a comma before a scheme begins the next one. */
export const addresses: ValueType<readonly Address[]> = {
  form: 'list',
  placeholder: 'ADDRESS',
  allowed: `addresses such as ${kafkaForm} or file:DIR`,
  schema: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  parse: (text) => {
    const found: Address[] = [];
    for (const part of text.split(/,(?=kafka:\/\/|file:)/)) {
      const parsed = parseAddress(part);
      if ('problem' in parsed) return parsed;
      found.push(parsed.value);
    }
    return { value: found };
  },
  show: (value) => value.map(formatAddress).join(','),
  resolve: (value, folder) =>
    value.map((one) =>
      one.kind === 'log' ? { kind: 'log', folder: resolve(folder, one.folder) } : one,
    ),
};
