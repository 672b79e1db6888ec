import { resolve } from 'node:path';
import { nearest } from '../../event/nearest.ts';
import { notA, type Parsed, type ValueType } from './value-type.ts';

const yes: readonly string[] = ['1', 'true', 'yes', 'on'];
const no: readonly string[] = ['0', 'false', 'no', 'off'];

/** On or off. */
export const toggle: ValueType<boolean> = {
  form: 'toggle',
  placeholder: '',
  allowed: 'true or false',
  schema: { type: 'boolean' },
  parse: (text) => {
    const word = text.trim().toLowerCase();
    if (yes.includes(word)) return { value: true };
    return no.includes(word) ? { value: false } : notA(text, toggle.allowed);
  },
  show: (value) => value,
};

/** Any text but none. */
export const nonEmpty = (placeholder: string, allowed: string): ValueType<string> => ({
  form: 'text',
  placeholder,
  allowed,
  schema: { type: 'string', minLength: 1 },
  parse: (text) => (text === '' ? notA(text, allowed) : { value: text }),
  show: (value) => value,
});

export const path = (placeholder: 'FILE' | 'FOLDER' | 'PATH'): ValueType<string> => ({
  ...nonEmpty(placeholder, 'a path'),
  resolve: (value, folder) => resolve(folder, value),
});

/** A folder of this machine, or one that a cluster sees, as a URI: `s3a://bucket/folder`. */
export const folderOrUri: ValueType<string> = {
  ...nonEmpty('FOLDER', 'a path or a URI'),
  resolve: (value, folder) => (isUri(value) ? value : resolve(folder, value)),
};

/** Whether it names its scheme: `hdfs://…`, `file:/…`; a Windows drive is none. */
export const isUri = (text: string): boolean => /^[a-z][a-z\d+.-]+:\//i.test(text);

/** Files, folders and globs; a list on the command line is written with commas or repeated. */
export const paths: ValueType<readonly string[]> = {
  form: 'list',
  placeholder: 'FILE,…',
  allowed: 'a list of paths',
  schema: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  parse: (text) => {
    const given = parts(text);
    return given.length === 0 ? notA(text, paths.allowed) : { value: given };
  },
  show: (value) => value.join(','),
  resolve: (value, folder) => value.map((one) => (one === '-' ? one : resolve(folder, one))),
};

/** Name of a consumer group, or `off`. */
export const groupName = nonEmpty('NAME', 'a name, or off');

/** `sc://HOST:PORT`, with parameters behind it that hold secrets: they are never shown. */
export const sparkAddress: ValueType<string> = {
  ...nonEmpty('sc://HOST', 'an address such as sc://127.0.0.1:15002'),
  parse: (text) => (text.startsWith('sc://') ? { value: text } : notA(text, sparkAddress.allowed)),
  show: (value) => value.split(';', 1)[0] ?? '',
};

/** A user id of the event. */
export const userName: ValueType<string> = {
  ...nonEmpty('NAME', 'a name of 1 to 128 characters'),
  parse: (text) => {
    const length = [...text].length;
    return length >= 1 && length <= 128
      ? { value: text }
      : { problem: `it is ${length} characters long, not 1 to 128` };
  },
};

const meant = (text: string, known: readonly string[]): string | undefined => {
  const name = nearest(text, known);
  return name === undefined ? undefined : `did you mean ${name}?`;
};

const unknownWord = (text: string, known: readonly string[]): Parsed<never> =>
  known.length === 1
    ? { problem: `${JSON.stringify(text)} is not ${known[0]}, the only choice` }
    : notA(text, `one of ${known.join(', ')}`, meant(text, known));

export const oneOf = <const W extends string>(
  placeholder: string,
  words: readonly W[],
): ValueType<W> => ({
  form: 'text',
  placeholder,
  allowed: words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`,
  schema: { type: 'string', enum: [...words] },
  parse: (text) => {
    const word = words.find((known) => known === text);
    return word === undefined ? unknownWord(text, words) : { value: word };
  },
  show: (value) => value,
});

const parts = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Some of the words, each once, in the order given. */
export const someOf = <const W extends string>(
  placeholder: string,
  words: readonly W[],
): ValueType<readonly W[]> => {
  const allowed = `some of ${words.join(', ')}`;
  return {
    form: 'list',
    placeholder,
    allowed,
    schema: { type: 'array', minItems: 1, items: { type: 'string', enum: [...words] } },
    parse: (text) => {
      const given = [...new Set(parts(text))];
      const unknown = given.find((part) => !words.some((known) => known === part));
      if (unknown !== undefined) return unknownWord(unknown, words);
      return given.length === 0
        ? notA(text, allowed)
        : { value: given as readonly string[] as readonly W[] };
    },
    show: (value) => value.join(','),
  };
};

/** Names that are checked when it is known which there are. */
export const names: ValueType<readonly string[]> = {
  form: 'list',
  placeholder: 'NAME,…',
  allowed: 'a list of names',
  schema: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  parse: (text) => {
    const given = [...new Set(parts(text))];
    return given.length === 0 ? notA(text, names.allowed) : { value: given };
  },
  show: (value) => value.join(','),
};
