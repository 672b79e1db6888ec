/** The little of WebAssembly's interface that is used here; Node's types lack it. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => WasmMemory;
}

/** A compiled module; it can be sent to a worker. */
export interface WasmModule {
  readonly [wasmModule]: true;
}
declare const wasmModule: unique symbol;

/** Memory that other threads may read; `buffer` is as long as the memory is now. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

declare const WebAssembly: WebAssemblyInterface;

export const wasm: WebAssemblyInterface = WebAssembly;
