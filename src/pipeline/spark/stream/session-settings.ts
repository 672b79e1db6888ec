import { streamConfig } from '../../../engines/spark/stream/stream-config.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';

/** What Spark hides where it prints plans and requests: its pages, its event log. */
const secrets = 'password=.*|PRIVATE KEY.*';

const shufflePartitions = 'spark.sql.shuffle.partitions';
/** What Spark has where nobody has set it: 200 state stores for each stateful operator. */
const untouched = '200';

/**
 * The settings of a session for streams. A new checkpoint keeps the number of shuffle partitions for
 * good: what the server is set to, else as many as the topic has partitions.
 */
export const sessionSettings = async (
  session: Session,
  { partitions, hasSecrets }: { readonly partitions: number; readonly hasSecrets: boolean },
): Promise<Readonly<Record<string, string>>> => {
  const set = await session.getConfig(shufflePartitions);
  return {
    ...streamConfig,
    ...(hasSecrets ? { 'spark.sql.redaction.string.regex': secrets } : {}),
    ...(set === untouched ? { [shufflePartitions]: String(partitions) } : {}),
  };
};
