import { Code, type ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema, RetryInfoSchema } from './proto/error-details.gen.ts';

/** What may be done about a failed call. */
export type Verdict =
  /** It may pass by itself. */
  | { readonly kind: 'passing'; readonly serverMs: number }
  /** The server does not know the operation. */
  | { readonly kind: 'unknown-operation' }
  /** The server does not know the session, or not any more. */
  | { readonly kind: 'session-lost' }
  /** Somebody interrupted it. */
  | { readonly kind: 'cancelled' }
  /** No answer came in the time that a call has. */
  | { readonly kind: 'silent' }
  /** This program may not ask, as it is. */
  | { readonly kind: 'not-allowed' }
  /** Spark's answer is that it failed. */
  | { readonly kind: 'failed' }
  /** What answered is no Spark Connect server. */
  | { readonly kind: 'not-spark' };

/** True where the other end ended the call with a status, and not the way there. */
const isAnswer = ({ metadata }: ConnectError): boolean =>
  metadata.has('grpc-status') || metadata.has('grpc-status-details-bin');

/** What Spark attached to a failure: its error class, parameters, and an id to ask for more. */
export const errorInfoOf = (error: ConnectError): Readonly<Record<string, string>> =>
  error.findDetails(ErrorInfoSchema)[0]?.metadata ?? {};

/** Spark's class of an error: `TABLE_OR_VIEW_NOT_FOUND`, `INVALID_HANDLE.SESSION_CLOSED`. */
export const errorClassOf = (error: ConnectError): string | undefined =>
  errorInfoOf(error)['errorClass'] ??
  /\[([A-Z][\d_A-Z]+(?:\.[\d_A-Z]+)?)\]/.exec(error.rawMessage)?.[1];

const lost: readonly string[] = [
  'INVALID_HANDLE.SESSION_CLOSED',
  'INVALID_HANDLE.SESSION_CHANGED',
  'INVALID_HANDLE.SESSION_NOT_FOUND',
];

// How a connection that broke looks, as this side made it up: in the middle of a message it is an
// invalid argument.
const broken: readonly Code[] = [
  ...[Code.Unavailable, Code.Aborted, Code.Canceled, Code.Internal],
  ...[Code.InvalidArgument, Code.ResourceExhausted],
];

export const verdictOn = (error: ConnectError): Verdict => {
  if (!isAnswer(error)) {
    if (broken.includes(error.code)) return { kind: 'passing', serverMs: 0 };
    if (error.code === Code.DeadlineExceeded) return { kind: 'silent' };
    return { kind: error.code === Code.Unauthenticated ? 'not-allowed' : 'not-spark' };
  }
  const errorClass = errorClassOf(error) ?? '';
  if (lost.includes(errorClass)) return { kind: 'session-lost' };
  if (errorClass === 'INVALID_HANDLE.OPERATION_NOT_FOUND') return { kind: 'unknown-operation' };
  if (errorClass === 'OPERATION_CANCELED') return { kind: 'cancelled' };
  const [retryInfo] = error.findDetails(RetryInfoSchema);
  if (retryInfo !== undefined) {
    const { seconds = 0n, nanos = 0 } = retryInfo.retryDelay ?? {};
    return { kind: 'passing', serverMs: Number(seconds) * 1000 + nanos / 1e6 };
  }
  if (error.code === Code.Unavailable || errorClass === 'INVALID_CURSOR.DISCONNECTED') {
    return { kind: 'passing', serverMs: 0 };
  }
  if (error.code === Code.Unauthenticated || error.code === Code.PermissionDenied) {
    return { kind: 'not-allowed' };
  }
  return { kind: error.code === Code.Unimplemented ? 'not-spark' : 'failed' };
};
