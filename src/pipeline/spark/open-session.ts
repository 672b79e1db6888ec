import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEndpoint } from '../../engines/spark/connect/endpoint.ts';
import { openSession } from '../../engines/spark/connect/open-session.ts';
import type { Session } from '../../engines/spark/connect/session.ts';
import type { StoreHost } from '../prepare.ts';

/**
 * A session of its own on the Spark server at the address.
 * @throws TonearmError SPARK_UNREACHABLE, USAGE for what is no address
 */
export const openSparkSession = (
  address: string,
  { signal, onWarning }: StoreHost,
): Promise<Session> =>
  openSession({
    endpoint: parseEndpoint(address),
    host: {
      clock: () => performance.now(),
      random: Math.random,
      newId: randomUUID,
      sleep: (ms, stop) => delay(ms, undefined, { signal: stop }),
    },
    signal,
    onNotice: onWarning,
  });
