import { messageOf } from '../error.ts';

/** Everything that led to an error, itself first; of several at once the first. */
export const causesOf = (thrown: unknown): readonly Error[] => {
  const causes: Error[] = [];
  for (let next = thrown; next instanceof Error && !causes.includes(next);) {
    causes.push(next);
    next = next instanceof AggregateError ? (next.cause ?? next.errors[0]) : next.cause;
  }
  return causes;
};

/** What happened, and what lies at the bottom of it. */
export const reasonOf = (thrown: unknown): string => {
  const first = messageOf(thrown);
  const last = causesOf(thrown).findLast(({ message }) => message !== '')?.message ?? first;
  return first.includes(last) ? first : `${first.replace(/\.$/, '')}: ${last}`;
};

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /secure TLS connection was established|wrong version number|packet length too long/i,
    'that port may be one without TLS: leave out --kafka-tls, --kafka-ca and --kafka-cert, or give the other port',
  ],
  [
    /alert (?:certificate required|bad certificate|handshake failure)|certificate_required/i,
    'the brokers ask for a certificate: --kafka-cert and --kafka-key',
  ],
  [
    /^connection closed/i,
    'brokers that ask for TLS, a certificate or a password end the connections of others: see --kafka-tls, --kafka-cert, --kafka-sasl',
  ],
];

/** What to try where brokers cannot be talked to; undefined where nothing is to be said. */
export const hintOn = (thrown: unknown): string | undefined => {
  const messages = causesOf(thrown).map(({ message }) => message);
  return hints.find(([pattern]) => messages.some((message) => pattern.test(message)))?.[1];
};
