import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a server that a person starts keeps its files. */
export const stateFolder = (environment: NodeJS.ProcessEnv, name: string): string =>
  join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'tonearm', name);
