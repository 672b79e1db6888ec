import { option, toggled, withDefault, type CommandName } from '../option.ts';
import { nonEmpty, oneOf, path } from '../text-types.ts';

const everywhere: readonly CommandName[] = ['stream', 'produce', 'live', 'config'];

export const saslWords = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** How brokers are talked to: of all Kafka addresses of a command. */
export const kafkaOptions = {
  kafkaTls: toggled({
    description:
      'brokers are talked to by TLS; so too where one of the next three is given and this is not',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaCa: option({
    type: path('FILE'),
    defaultWords: "Node.js's",
    description: "certificates of the authorities that brokers' certificates are signed by (PEM)",
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaCert: option({
    type: path('FILE'),
    description:
      'certificate to show where brokers ask for one, with those up to its authority (PEM)',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaKey: option({
    type: path('FILE'),
    description: 'the private key of that certificate (PEM, not encrypted)',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaSasl: withDefault({
    type: oneOf('MECHANISM', saslWords),
    default: 'none',
    description: 'how brokers are told who is there',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaUser: option({
    type: nonEmpty('NAME', 'a name'),
    description: 'user for --kafka-sasl; the password is in TONEARM_KAFKA_PASSWORD, or in a file',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaPasswordFile: option({
    type: path('FILE'),
    description: 'file whose first line is the password; it is read for every new connection',
    group: 'Kafka',
    commands: everywhere,
  }),
  kafkaPassword: option({
    type: nonEmpty('PASSWORD', 'a password'),
    description: 'the password for --kafka-user',
    group: 'Kafka',
    commands: everywhere,
    notInFile: true,
    secret: true,
  }),
};
