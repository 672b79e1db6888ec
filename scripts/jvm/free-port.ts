import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** So many ports of the host that nobody listens on at the moment. */
export const freePorts = async (host: string, count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, host));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports;
};
