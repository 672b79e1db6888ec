import { AuthenticationError, ResponseError } from './driver.ts';
import { TonearmError } from '../error.ts';
import type { BrokerAddress, Security } from './connection.ts';
import { causesOf } from './reason.ts';

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** What Node says of a certificate that it does not take, and what may be done. */
const certificateHint = (code: string): string | undefined => {
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'give the brokers, and have them advertise themselves, by names in their certificates';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'the broker needs another certificate, or the clock of this machine is wrong';
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_UNTRUSTED':
    case 'CERT_REJECTED':
    case 'INVALID_CA':
      return 'give the certificate of the authority that signed it: --kafka-ca FILE.pem';
    default:
      return undefined;
  }
};

const mechanismsIn = (causes: readonly Error[]): readonly string[] => {
  const answer = causes.find((error) => error instanceof ResponseError)?.['response'] as
    | { readonly mechanisms?: readonly string[] }
    | undefined;
  return answer?.mechanisms ?? [];
};

/**
 * What another attempt cannot change: the broker does not take who we are, or we do not take the
 * broker. Undefined for everything else.
 */
export const refusalOf = (
  { host, port }: BrokerAddress,
  { sasl }: Security,
  thrown: unknown,
): TonearmError | undefined => {
  const broker = `${host}:${port}`;
  const causes = causesOf(thrown);
  for (const cause of causes) {
    const hint = certificateHint(codeOf(cause));
    if (hint === undefined) continue;
    return new TonearmError(
      'CONFIG_INVALID',
      `the certificate of ${broker} is not accepted: ${cause.message}`,
      { facts: { broker }, cause: thrown, hint },
    );
  }
  const ours = causes.find((error) => error instanceof TonearmError);
  if (ours !== undefined) return ours;
  if (sasl === undefined || !causes.some((error) => error instanceof AuthenticationError)) {
    return undefined;
  }
  const mechanisms = mechanismsIn(causes);
  const facts = { broker, mechanism: sasl.mechanism };
  if (causes.some((error) => 'apiId' in error && error.apiId === 'ILLEGAL_SASL_STATE')) {
    return new TonearmError('CONFIG_INVALID', `${broker} asks for no user`, {
      facts,
      cause: thrown,
      hint: 'leave out --kafka-sasl, or give the port that asks for one',
    });
  }
  if (mechanisms.length > 0 && !mechanisms.includes(sasl.mechanism)) {
    return new TonearmError('CONFIG_INVALID', `${broker} does not take SASL ${sasl.mechanism}`, {
      facts,
      cause: thrown,
      hint: `it takes ${mechanisms.join(', ')}: --kafka-sasl`,
    });
  }
  const user = typeof sasl.username === 'string' ? sasl.username : '';
  return new TonearmError(
    'CONFIG_INVALID',
    `${broker} does not accept the user ${user} with this password (${sasl.mechanism})`,
    {
      facts,
      cause: thrown,
      hint: 'check --kafka-user, --kafka-sasl, and TONEARM_KAFKA_PASSWORD or --kafka-password-file',
    },
  );
};
