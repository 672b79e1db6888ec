import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Endpoint } from './endpoint.ts';

const keepAliveMs = 30_000;

/** A socket under way to the endpoint, which fails where nothing has answered in that time. */
export const socketTo = ({ host, port, tls }: Endpoint, timeoutMs: number): Socket => {
  const servername = isIP(host) === 0 ? host : '';
  const socket = tls
    ? connectTls({ host, port, servername, ALPNProtocols: ['h2'] })
    : connectPlain({ host, port });
  // A peer that is gone without a word is noticed by the system: Spark's server does not let its
  // clients ping more often than every five minutes.
  socket.setKeepAlive(true, keepAliveMs).setNoDelay(true);
  const giveUp = (): void => {
    const late = new Error(`no connection after ${timeoutMs} ms`);
    socket.destroy(Object.assign(late, { code: 'ETIMEDOUT' }));
  };
  const timer = setTimeout(giveUp, timeoutMs);
  const stop = (): void => clearTimeout(timer);
  socket.once(tls ? 'secureConnect' : 'connect', stop).once('close', stop);
  return socket;
};
