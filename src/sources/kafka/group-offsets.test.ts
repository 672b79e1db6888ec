import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createGroupOffsets, type GroupOffsets } from './group-offsets.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A broker that takes what it is sent and never says anything. */
const startMute = async () => {
  const sockets = new Set<Socket>();
  const heard = new Set<() => void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      for (const listener of heard) listener();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  });
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    asked: () => new Promise<void>((resolve) => heard.add(resolve)),
  };
};

const offsetsAt = (port: number): GroupOffsets => {
  const offsets = createGroupOffsets(
    { topic: 'music', group: 'tonearm' },
    () => [{ host: '127.0.0.1', port }],
    { clientId: 'tonearm-test' },
  );
  open.unshift(offsets);
  return offsets;
};

it('an attempt is given up at once where nobody answers, and leaves no connection', async () => {
  const mute = await startMute();
  const offsets = offsetsAt(mute.port);
  const stop = new AbortController();
  const asked = mute.asked();
  const committing = offsets.commit(new Map([[0, 7]]), stop.signal);
  const failed = expect(committing).rejects.toThrow();
  await asked;
  expect(mute.sockets.size).toBe(1);
  const [socket] = mute.sockets;
  const closed = once(socket!, 'close');
  stop.abort();
  await failed;
  await closed;
});

it('closing ends an attempt that is under way', async () => {
  const mute = await startMute();
  const offsets = offsetsAt(mute.port);
  const asked = mute.asked();
  const failed = expect(
    offsets.commit(new Map([[0, 7]]), new AbortController().signal),
  ).rejects.toThrow();
  await asked;
  await offsets.close();
  await failed;
});
