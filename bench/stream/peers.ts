import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '../process.ts';

export const streamPeers = ['kafkajs', 'platformatic'] as const;
export type StreamPeer = (typeof streamPeers)[number];

export const peerTitles: Readonly<Record<StreamPeer, string>> = {
  kafkajs: 'kafkajs 2.2.4, `JSON.parse`, Maps',
  platformatic: '@platformatic/kafka stream, `JSON.parse`, Maps',
};

const fileOf = (peer: StreamPeer, name: string): string =>
  fileURLToPath(new URL(`../peers/${peer}/${name}`, import.meta.url));

const modulesOf = (work: string): string => join(work, 'node-peers');

/** Installs kafkajs into a folder of the benchmark's own, once. */
export const installStreamPeers = (work: string): void => {
  const folder = modulesOf(work);
  const wanted = fileOf('kafkajs', 'package.json');
  const installed = join(folder, 'package.json');
  const isThere =
    existsSync(join(folder, 'node_modules', 'kafkajs')) &&
    readFileSync(installed, 'utf8') === readFileSync(wanted, 'utf8');
  if (isThere) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(wanted, installed);
  process.stderr.write('installing kafkajs\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
};

/** The process that counts the records of a topic in five Maps. */
export const drainByPeer = (
  peer: StreamPeer,
  bootstrap: string,
  topic: string,
  records: number,
  work: string,
): Command => ({
  program: process.execPath,
  args: [fileOf(peer, 'drain.mjs'), bootstrap, topic, String(records), modulesOf(work)],
});
