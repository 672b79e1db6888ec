import type { Command } from '../process.ts';
import { tonearm } from '../tonearm.ts';

const engine = (remote: string): readonly string[] => ['--engine', 'spark', '--spark', remote];

export const batchOn = (remote: string, input: string, out: string): Command =>
  tonearm(['batch', ...engine(remote), input, '--out', out, '--quiet']);

export const streamOn = (remote: string, from: string, args: readonly string[]): Command =>
  tonearm(['stream', ...engine(remote), '--from', from, ...args, '--json', '--quiet']);
