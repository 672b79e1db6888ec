import { startTestBroker } from '../test/kafka/broker.ts';

/** Does something with a broker of its own, whose topics go with it. @throws Error without Java */
export const withBroker = async <T>(work: (bootstrap: string) => Promise<T>): Promise<T> => {
  const broker = await startTestBroker();
  try {
    if (broker.reason !== undefined) throw new Error(broker.reason);
    return await work(broker.bootstrap);
  } finally {
    await broker.remove();
  }
};
