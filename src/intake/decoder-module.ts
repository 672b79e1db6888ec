import { readFileSync } from 'node:fs';
import { messageOf, TonearmError } from '../error.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import { wasm, type WasmMemory, type WasmModule } from './web-assembly.ts';

interface Counter {
  value: number;
}

/** What `assembly/index.ts` exports; addresses come as signed integers. */
export interface DecoderExports {
  readonly position: Counter;
  readonly lines: Counter;
  readonly rows: Counter;
  readonly textIds: Counter;
  readonly fast: Counter;
  readonly hostSpans: Counter;
  readonly segments: Counter;
  allocate(bytes: number): number;
  addField(
    name0: bigint,
    name1: bigint,
    nameLength: number,
    kind: number,
    least: number,
    most: number,
    required: number,
  ): void;
  addAction(name: bigint): void;
  setIntegerColumns(played: number, duration: number): void;
  addGroup(): void;
  addGroupField(field: number): void;
  createSlot(inputBytes: number, rows: number): number;
  begin(slot: number): void;
  isFull(): number;
  decode(at: number, end: number): number;
  append(
    time: number,
    action: number,
    played: number,
    duration: number,
    present: number,
    idField: number,
  ): void;
  takeSegments(): number;
  adopt(at: number, end: number, ids: number): number;
  seed(group: number, present: number): number;
}

/** What the decoder does after the host was asked about a line. */
export const verdict = { goOn: 0, stopBehind: 1, stopBefore: 2 } as const;

/** The host's part: judges the line between two addresses. */
export type Doubt = (
  start: number,
  end: number,
  position: number,
) => (typeof verdict)[keyof typeof verdict];

const pageBytes = 65_536;
/** All that 32 bits address. */
const mostPages = 65_536;

/** Compiles the decoder. Throws `INTERNAL` where it was not built. */
export const loadDecoderModule = (): WasmModule => {
  const url = new URL('./decoder.wasm', import.meta.url);
  try {
    return new wasm.Module(readFileSync(url));
  } catch (error) {
    throw new TonearmError('INTERNAL', `the decoder cannot be loaded: ${messageOf(error)}`, {
      facts: { file: url.pathname },
      cause: error,
      hint: 'npm run build makes it',
    });
  }
};

const outOfMemory = (bytes: number): never => {
  throw new TonearmError('ENGINE_FAILED', 'more different texts than the decoder can hold', {
    facts: { bytes: bytes >>> 0, memory: mostPages * pageBytes },
    hint: 'split the input by time, or leave out a field with a different text in most events',
  });
};

/** Makes an instance that knows the event's fields and the groups of the layout. */
export const instantiateDecoder = (
  module: WasmModule,
  setup: DecoderSetup,
  doubt: Doubt,
): { readonly memory: WasmMemory; readonly exports: DecoderExports } => {
  const memory = new wasm.Memory({ initial: 64, maximum: mostPages, shared: true });
  const instance = new wasm.Instance(module, {
    env: { memory },
    index: { doubt },
    memory: { outOfMemory },
  });
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the module is ours
  const exports = instance.exports as DecoderExports;

  const words = (text: string): readonly [bigint, bigint] => {
    const bytes = Buffer.alloc(16);
    bytes.write(text, 'latin1');
    return [bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(8)];
  };
  for (const { name, kind, least, most, required } of setup.fields) {
    const [name0, name1] = words(name);
    exports.addField(name0, name1, name.length, kind, least, most, required ? 1 : 0);
  }
  for (const action of setup.actions) exports.addAction(words(action)[0]);
  exports.setIntegerColumns(setup.playedField, setup.durationField);
  for (const group of setup.groups) {
    exports.addGroup();
    for (const { number } of group) exports.addGroupField(number);
  }
  return { memory, exports };
};
