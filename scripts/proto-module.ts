import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

const tool = (name: string): string => join(root, 'node_modules/.bin', name);

/** An enum as a constant and a union: the code is kept to what can be erased. */
const eraseEnums = (text: string): string =>
  text.replaceAll(/^export enum (\w+) \{\n(.*?)^\}/gms, (_, name: string, members: string) => {
    const entries = members.replaceAll(/^( *)(\w+) = (\d+),/gm, '$1$2: $3,');
    return `export const ${name} = {\n${entries}} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];`;
  });

/** The TypeScript of the messages in `folder/name.proto`. */
export const protoModule = async (folder: string, name: string): Promise<string> => {
  const out = await mkdtemp(join(tmpdir(), 'tonearm-proto-'));
  try {
    const plugin = { local: tool('protoc-gen-es'), out, opt: ['target=ts'] };
    const template = JSON.stringify({ version: 'v2', plugins: [plugin] });
    const input = join(root, folder);
    const path = join(input, `${name}.proto`);
    await promisify(execFile)(
      tool('buf'),
      ['generate', input, '--path', path, '--template', template],
      { env: { ...process.env, BUF_CACHE_DIR: out } },
    );
    return eraseEnums(await readFile(join(out, `${name}_pb.ts`), 'utf8'));
  } finally {
    await rm(out, { recursive: true, force: true });
  }
};
