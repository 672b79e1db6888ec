import { join } from 'node:path';
import { addressOf, isLoopback, parseEndpoint } from '../../../engines/spark/connect/endpoint.ts';
import { TonearmError } from '../../../error.ts';
import { stateName } from '../../state-identity.ts';
import type { StreamHost, StreamSettings } from '../../stream-options.ts';

/**
 * The folder of a stream's checkpoints as the cluster sees it, which for a server on this machine
 * may be one of ours.
 * @throws TonearmError USAGE where nobody has said where a cluster keeps them
 */
export const checkpointFolder = (
  settings: StreamSettings,
  { stateHome }: Pick<StreamHost, 'stateHome'>,
): string => {
  if (settings.stateFolder !== undefined) return settings.stateFolder;
  const endpoint = parseEndpoint(settings.spark);
  if (isLoopback(endpoint.host)) return join(stateHome, 'tonearm', `${stateName(settings)}-spark`);
  throw new TonearmError(
    'USAGE',
    `Spark at ${addressOf(endpoint)} needs a place for checkpoints that it sees: --state`,
    {
      hint: 'give --state s3a://bucket/folder, hdfs://…, or a folder that the whole cluster mounts',
    },
  );
};
