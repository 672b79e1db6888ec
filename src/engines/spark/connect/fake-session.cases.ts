import { afterEach, beforeEach } from 'vitest';
import { parseEndpoint } from './endpoint.ts';
import { fakeHost } from './fake-host.cases.ts';
import { startFakeServer, type FakeServer } from './fake-server.cases.ts';
import { openSession, type OpenOptions } from './open-session.ts';
import type { Session } from './session.ts';

export interface FakeSessions {
  /** The server of this test. */
  readonly server: FakeServer;
  /** What its sessions told. */
  readonly notices: readonly string[];
  /** A session on it; `parameters` such as `/;token=…` follow the address. */
  open(options?: Partial<OpenOptions> & { readonly parameters?: string }): Promise<Session>;
  /** Calls about operations, with what is told when they have ended; closes the session. */
  operationCalls(session: Session): Promise<readonly string[]>;
}

/** A server of its own for each test of this file, and sessions, which are closed after it. */
export const fakeSessions = (): FakeSessions => {
  let server: FakeServer | undefined;
  let sessions: Session[] = [];
  let notices: string[] = [];

  beforeEach(async () => {
    server = await startFakeServer();
    sessions = [];
    notices = [];
  });
  afterEach(async () => {
    await Promise.all(sessions.map((session) => session.close({ release: false })));
    await server?.close();
  });

  return {
    get server() {
      if (server === undefined) throw new Error('only within a test');
      return server;
    },
    get notices() {
      return notices;
    },
    async open({ parameters = '', ...options } = {}) {
      const session = await openSession({
        endpoint: parseEndpoint(`${server?.url}${parameters}`),
        host: fakeHost(),
        onNotice: (text) => notices.push(text),
        ...options,
      });
      sessions.push(session);
      return session;
    },
    async operationCalls(session) {
      await session.close({ release: false });
      return server?.calls.filter((call) => !call.startsWith('analyze')) ?? [];
    },
  };
};
