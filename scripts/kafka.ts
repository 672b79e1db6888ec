// Starts one Kafka broker for a person: `npm run kafka -- [--port 9092] [--dir DIR]`.
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareBroker } from './kafka/broker.ts';
import { fetchJars } from './kafka/jars.ts';
import { freePorts } from './kafka/free-port.ts';
import { missingTools } from './kafka/tools.ts';

const host = '127.0.0.1';

const say = (text: string): void => {
  console.error(`kafka: ${text}`);
};

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9092' },
    dir: {
      type: 'string',
      default: join(
        process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'),
        'tonearm',
        'kafka',
      ),
    },
  },
});

const run = async (): Promise<void> => {
  const missing = missingTools(process.env);
  if (missing !== undefined) throw new Error(missing);
  const jars = await fetchJars(process.env, say);
  const [controllerPort = 0] = await freePorts(host, 1);
  const port = Number(values.port);
  const folder = values.dir;
  const broker = await prepareBroker({ host, port, controllerPort, jars, folder, heapMb: 512 });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const stopped = Promise.race(signals.map((signal) => once(process, signal)));
  await broker.start();
  say(`ready at ${broker.bootstrap}; records in ${folder}; Ctrl-C stops it`);
  await stopped;
  say('stopping');
  await broker.stop();
};

run().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
