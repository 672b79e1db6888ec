import type { CommandName } from '../pipeline/config/option.ts';
import type { Configuration } from '../pipeline/config/resolve.ts';
import type { Host } from './host.ts';
import type { Notes } from './notes.ts';

/** One run of a command. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly configuration: Configuration;
  /** Path of the configuration file, where there is one. */
  readonly configFile: string | undefined;
  readonly host: Host;
  readonly notes: Notes;
}

/** Runs a command; resolves to the exit code. */
export type Run = (invocation: Invocation) => Promise<number>;

export interface Operand {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly many: boolean;
}

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** One command: all that help, parsing and documentation say of it. */
export interface CommandSpec {
  readonly name: CommandName;
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly operands: readonly Operand[];
  readonly examples: readonly Example[];
  /** A section for the end of the help that is made from definitions; loaded with them. */
  readonly loadSection?: (width: number) => Promise<string>;
  readonly load: () => Promise<{ readonly run: Run }>;
}
