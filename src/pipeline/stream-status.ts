import { join } from 'node:path';
import type { Progress } from '../stream/progress.ts';
import { stateName } from './state-identity.ts';
import { readStatus } from './status-file.ts';
import type { StreamSettings } from './stream-options.ts';

/** What the state of a stream says of itself; a running stream is not disturbed. */
export const statusOf = (settings: StreamSettings, stateHome: string): Progress =>
  readStatus(settings.stateFolder ?? join(stateHome, 'tonearm', stateName(settings)));
