// Starts one Spark Connect server for a person: `npm run spark -- --help`.
import { fetchJars } from './jvm/jars.ts';
import { stateFolder } from './jvm/state-folder.ts';
import { javaVersion, missingTools } from './jvm/tools.ts';
import { runScript, runUntilStopped } from './jvm/until-stopped.ts';
import { sparkJars } from './spark/jar-set.ts';
import { parseOptions, usage } from './spark/options.ts';
import { prepareSpark } from './spark/server.ts';

const host = '127.0.0.1';

const say = (text: string): void => {
  console.error(`spark: ${text}`);
};

runScript(async () => {
  const options = parseOptions(process.argv.slice(2), stateFolder(process.env, 'spark'));
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  const missing = missingTools(sparkJars, process.env);
  if (missing !== undefined) throw new Error(missing);
  const jars = await fetchJars(sparkJars, process.env, say);
  const server = await prepareSpark({ ...options, host, jars, javaVersion: javaVersion() ?? 17 });
  await runUntilStopped(server, `${server.remote}, log in ${server.log}`, say);
}, say);
