import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Host } from './host.ts';

/** `$XDG_STATE_HOME`, or what stands for it. */
export const stateHome = ({ environment }: Host): string =>
  environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
