import type { ConnectError } from '@connectrpc/connect';
import { TonearmError } from '../../../error.ts';
import type { FetchErrorDetailsResponse } from './proto/spark.gen.ts';
import { sparkFailure, withoutPlan } from './spark-failure.ts';
import { errorClassOf, verdictOn } from './verdict.ts';

/** The session is not there any more: what was in it has to be made again, in a new one. */
export const sessionLost = (
  sessionId: string,
  why: string,
  more: { readonly cause?: unknown; readonly errorClass?: string } = {},
): TonearmError =>
  new TonearmError('SPARK_SESSION_LOST', `the session on Spark is gone: ${why}`, {
    facts: {
      session: sessionId,
      ...(more.errorClass === undefined ? {} : { errorClass: more.errorClass }),
    },
    cause: more.cause,
    hint: 'start again: the server was restarted, or the session was closed or idle for too long',
  });

const problems = {
  passing: [
    'cannot be reached',
    'check the address, that a Spark Connect server listens there, and use_ssl; a certificate ' +
      'authority of your own goes into NODE_EXTRA_CA_CERTS',
  ],
  silent: ['does not answer', 'look at the server: it may be out of memory or overloaded'],
  'not-allowed': ['refuses access', 'check the token in the address'],
  'not-spark': ['is no Spark Connect server', 'check host and port; the usual one is 15002'],
} as const;

/** Nobody answered, or not as Spark does, and it is not tried again. */
const unreachable = (address: string, error: ConnectError): TonearmError => {
  const { kind } = verdictOn(error);
  const [problem, hint] =
    kind in problems ? problems[kind as keyof typeof problems] : problems.passing;
  const said = error.rawMessage === '' ? '' : `: ${error.rawMessage.trim()}`;
  return new TonearmError('SPARK_UNREACHABLE', `Spark at ${address} ${problem}${said}`, {
    facts: { address },
    cause: error,
    hint,
  });
};

/** The error that a call ends with which is not tried again. */
export const finalError = (
  error: ConnectError,
  {
    address,
    sessionId,
    details,
  }: {
    readonly address: string;
    readonly sessionId: string;
    readonly details: FetchErrorDetailsResponse | undefined;
  },
): TonearmError => {
  switch (verdictOn(error).kind) {
    case 'cancelled':
      return new TonearmError('INTERRUPTED', 'the operation was cancelled on the server', {
        cause: error,
      });
    case 'failed':
    case 'unknown-operation':
      return sparkFailure(error, details);
    case 'session-lost': {
      const errorClass = errorClassOf(error) ?? '';
      return sessionLost(sessionId, withoutPlan(error.rawMessage), { cause: error, errorClass });
    }
    default:
      return unreachable(address, error);
  }
};
