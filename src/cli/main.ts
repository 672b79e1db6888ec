#!/usr/bin/env node
import type { WriteStream } from 'node:tty';
import { exitCode } from '../error.ts';
import { failureOf } from './failure.ts';
import type { Host, Output } from './host.ts';
import { runCommandLine } from './run.ts';

const outputOf = (stream: WriteStream): Output => ({
  write: (text, done) => {
    stream.write(text, done);
  },
  get isTerminal() {
    return stream.isTTY;
  },
  get columns() {
    return stream.isTTY ? stream.columns : undefined;
  },
  get rows() {
    return stream.isTTY ? stream.rows : undefined;
  },
});

/** A reader that has gone (`| head`, a closed terminal) is no failure of ours. */
const ignoreClosed = (error: Error & { readonly code?: string }): void => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
};

const controller = new AbortController();

const onSignal = (): void => {
  if (controller.signal.aborted) process.exit(exitCode.interrupted);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stderr.write('tonearm: stopping; once more to quit at once\n');
  controller.abort();
};

const onCrash = (error: unknown): void => {
  const { lines } = failureOf(error, true);
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(exitCode.failed);
};

const host: Host = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
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

process.stdout.on('error', ignoreClosed);
process.stderr.on('error', ignoreClosed);
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('uncaughtException', onCrash);
process.on('unhandledRejection', onCrash);

process.exitCode = await runCommandLine(process.argv.slice(2), host);
