import type { EventStore } from '../../engines/event-store.ts';
import { openSparkStore } from '../../engines/spark/batch/event-store.ts';
import type { Layout } from '../../intake/layout.ts';
import type { StoreHost } from '../prepare.ts';
import { openSparkSession } from './open-session.ts';

/** An empty store in a new session of the Spark server at the address. */
export const openStore = async (
  layout: Layout,
  address: string,
  host: StoreHost,
): Promise<EventStore> => openSparkStore(await openSparkSession(address, host), layout);
