import type { ConnectHost } from './host.ts';

/** A host whose time passes only by its own waits, which it lists. */
export const fakeHost = (): ConnectHost & { readonly waits: readonly number[] } => {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    clock: () => now,
    random: () => 0.5,
    newId: () => crypto.randomUUID(),
    async sleep(ms, signal) {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
  };
};
