import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Link } from './link.ts';
import type { ConfigRequest_OperationSchema, ConfigResponse } from './proto/spark.gen.ts';
import type { Session } from './session.ts';

type Settings = Pick<Session, 'getConfig' | 'setConfig'>;

export const createSettings = (link: Link, onNotice: (text: string) => void): Settings => {
  const ask = (
    operation: MessageInitShape<typeof ConfigRequest_OperationSchema>,
  ): Promise<ConfigResponse> =>
    link.ask((identity, options) => link.client.config({ ...identity, operation }, options));

  return {
    async getConfig(key) {
      const { pairs } = await ask({ opType: { case: 'getOption', value: { keys: [key] } } });
      return pairs[0]?.value;
    },
    async setConfig(entries) {
      const pairs = Object.entries(entries).map(([key, value]) => ({ key, value }));
      const { warnings } = await ask({ opType: { case: 'set', value: { pairs } } });
      for (const warning of warnings) onNotice(`Spark: ${warning}`);
    },
  };
};
