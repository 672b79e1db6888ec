import { parseEndpoint } from '../../engines/spark/connect/endpoint.ts';
import type { RetryPolicy } from '../../engines/spark/connect/retry.ts';
import { openSession } from '../../engines/spark/connect/open-session.ts';
import { TonearmError } from '../../error.ts';
import type { Session } from '../../engines/spark/connect/session.ts';
import { connectHost } from './connect-host.ts';
import type { StoreHost } from '../prepare.ts';

const withAdvice = (error: unknown): unknown =>
  error instanceof TonearmError && error.code === 'SPARK_UNREACHABLE'
    ? new TonearmError(error.code, error.message, {
        facts: error.facts,
        cause: error,
        hint: `--spark sc://HOST:PORT says where Spark is; in Tonearm's repository, npm run spark starts one on this machine; ${error.hint ?? ''}`,
      })
    : error;

/**
 * A session of its own on the Spark server at the address.
 * @throws TonearmError SPARK_UNREACHABLE, USAGE for what is no address
 */
export const openSparkSession = (
  address: string,
  { signal, onWarning }: StoreHost,
  retry?: RetryPolicy,
): Promise<Session> =>
  openSession({
    endpoint: parseEndpoint(address),
    host: connectHost,
    signal,
    onNotice: onWarning,
    ...(retry === undefined ? {} : { retry }),
  }).catch((error: unknown) => {
    throw withAdvice(error);
  });
