#!/usr/bin/env node
import { exitCode } from '../error.ts';
import { outputError } from '../sinks/text-output.ts';
import { failureOf } from './failure.ts';
import type { Host } from './host.ts';
import { outputOf } from './output.ts';
import { runCommandLine } from './run.ts';

const controller = new AbortController();

const onSignal = (name: NodeJS.Signals): void => {
  if (controller.signal.aborted) process.exit(exitCode.interrupted);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stderr.write('tonearm: stopping; once more to quit at once\n');
  controller.abort(name);
};

const onCrash = (error: unknown): void => {
  const { lines } = failureOf(error, true);
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(exitCode.failed);
};

const onUnwritable = (cause: Error): void => {
  const { lines } = failureOf(outputError('standard output', cause), false);
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(exitCode.failed);
};

const host: Host = {
  stdout: outputOf(process.stdout, onUnwritable),
  stderr: outputOf(process.stderr, () => process.exit(exitCode.failed)),
  // Standard input is not touched before it is read.
  stdin: {
    async *[Symbol.asyncIterator]() {
      const stop = (): void => void process.stdin.destroy();
      controller.signal.addEventListener('abort', stop);
      yield* process.stdin as AsyncIterable<Uint8Array>;
    },
  },
  environment: process.env,
  now: () => Date.now() * 1000,
  clock: () => performance.now(),
  newRunId: () => crypto.randomUUID(),
  signal: controller.signal,
};

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('uncaughtException', onCrash);
process.on('unhandledRejection', onCrash);

process.exitCode = await runCommandLine(process.argv.slice(2), host);
