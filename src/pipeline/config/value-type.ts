/** The value that a text stands for, or what is wrong with the text. */
export type Parsed<T> =
  | { readonly value: T }
  | { readonly problem: string; readonly hint?: string | undefined };

/** A kind of value that an option takes: how it is written, checked and shown. */
export interface ValueType<T> {
  /** How a value is given on the command line: alone, as text, or as a list (commas, repeatable). */
  readonly form: 'toggle' | 'text' | 'list';
  /** Stands for the value in help, for example `FILE`. */
  readonly placeholder: string;
  /** What a value is, in words: completes "… is". */
  readonly allowed: string;
  /** JSON Schema of the value in a configuration file. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly parse: (text: string) => Parsed<T>;
  /** The value as a user would write it, so that `parse` reads it back. */
  show(value: T): string | number | boolean;
  /** Where a relative value is one of a folder: for the paths in a configuration file. */
  resolve?(value: T, folder: string): T;
}

/** A problem in the words of a type: `"12x" is not a whole number …`. */
export const notA = (text: string, allowed: string, hint?: string): Parsed<never> => ({
  problem: `${JSON.stringify(text)} is not ${allowed}`,
  hint,
});
