import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FlakyProxy {
  readonly port: number;
  /** Connections that were broken so far. */
  drops(): number;
  close(): Promise<void>;
}

/** A way to a server that breaks each connection once it has carried so many bytes from there. */
export const startFlakyProxy = async (
  { host, port }: { readonly host: string; readonly port: number },
  bytesPerConnection: number,
): Promise<FlakyProxy> => {
  const sockets = new Set<Socket>();
  let drops = 0;
  const proxy = createServer((near) => {
    const far = connect(port, host);
    let left = bytesPerConnection;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    near.pipe(far);
    far.on('data', (chunk) => {
      near.write(chunk);
      left -= chunk.length;
      if (left > 0) return;
      drops += 1;
      near.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    drops: () => drops,
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
};
