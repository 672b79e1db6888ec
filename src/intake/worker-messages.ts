import type { ErrorCode, ErrorFacts } from '../error.ts';
import type { Mapping } from '../event/mapping.ts';
import type { Part } from './column-decoder.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import type { Slot } from './slot.ts';
import type { WasmModule } from './web-assembly.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly module: WasmModule;
  readonly setup: DecoderSetup;
  readonly slots: number;
  readonly pieceBytes: number;
}

export type ToWorker =
  /** A source begins; nothing is in flight. */
  | { readonly kind: 'use'; readonly mapping: Mapping | undefined }
  | { readonly kind: 'decode'; readonly slot: number; readonly from: number; readonly to: number }
  /** The part that was handed over has been read: go on with its piece, or leave the rest. */
  | { readonly kind: 'resume'; readonly slot: number }
  | { readonly kind: 'drop' };

/** `buffer` is the worker's memory; it is sent again when it has grown. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly buffer: SharedArrayBuffer; readonly slots: readonly Slot[] }
  | {
      readonly kind: 'part';
      readonly buffer: SharedArrayBuffer | undefined;
      readonly part: Part;
    }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly facts: ErrorFacts;
      readonly hint: string | undefined;
    };
