import { provisionalConfig } from '../../../engines/spark/stream/provisional.ts';
import { streamConfig } from '../../../engines/spark/stream/stream-config.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';

const shufflePartitions = 'spark.sql.shuffle.partitions';
/** What Spark has where nobody has set it: 200 state stores for each stateful operator. */
const untouched = '200';

/**
 * The settings of a session for streams. A new checkpoint keeps the number of shuffle partitions for
 * good: what the server is set to, else as many as the topic has.
 */
export const sessionSettings = async (
  session: Session,
  partitions: number,
): Promise<Readonly<Record<string, string>>> => {
  const set = await session.getConfig(shufflePartitions);
  return {
    ...streamConfig,
    ...provisionalConfig,
    ...(set === untouched ? { [shufflePartitions]: String(partitions) } : {}),
  };
};
