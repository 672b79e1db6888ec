// Starts one Kafka broker for a person: `npm run kafka -- [--port 9092] [--dir DIR]`.
import { parseArgs } from 'node:util';
import { freePorts } from './jvm/free-port.ts';
import { fetchJars } from './jvm/jars.ts';
import { stateFolder } from './jvm/state-folder.ts';
import { missingTools } from './jvm/tools.ts';
import { runScript, runUntilStopped } from './jvm/until-stopped.ts';
import { prepareBroker } from './kafka/broker.ts';
import { kafkaJars } from './kafka/jar-set.ts';

const host = '127.0.0.1';

const say = (text: string): void => {
  console.error(`kafka: ${text}`);
};

runScript(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9092' },
      dir: { type: 'string', default: stateFolder(process.env, 'kafka') },
    },
  });
  const missing = missingTools(kafkaJars, process.env);
  if (missing !== undefined) throw new Error(missing);
  const jars = await fetchJars(kafkaJars, process.env, say);
  const [controllerPort = 0] = await freePorts(host, 1);
  const port = Number(values.port);
  const folder = values.dir;
  const broker = await prepareBroker({ host, port, controllerPort, jars, folder, heapMb: 512 });
  await runUntilStopped(broker, `${broker.bootstrap}, records in ${folder}`, say);
}, say);
