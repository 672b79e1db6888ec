import { resolve } from 'node:path';
import type { ClusterInput, ClusterReader } from '../../engines/cluster-input.ts';
import { plainPath } from '../../engines/spark/text.ts';
import { TonearmError } from '../../error.ts';
import { findInputs } from '../../sources/files/find-inputs.ts';
import { type InputFile, kindOf } from '../../sources/files/input-file.ts';
import type { BatchOptions } from '../batch-options.ts';
import { isUri } from '../config/text-types.ts';

export interface SparkInputs {
  /** What the cluster reads. */
  readonly cluster: readonly ClusterInput[];
  /** What is read here, for want of a strict reader there, and sent. */
  readonly files: readonly InputFile[];
}

const tablePrefix = 'table:';

/** What the cluster finds. */
const isThere = (input: string): boolean => isUri(input) || input.startsWith(tablePrefix);

const unknownKind = (input: string): TonearmError =>
  new TonearmError('INPUT_UNREADABLE', `${input} is of an unknown kind`, {
    facts: { input },
    hint: 'name files or a glob that ends in .ndjson, .jsonl, .json, .csv (each also .gz or .zst) or .parquet, or a table as table:NAME',
  });

const input = (
  file: Pick<InputFile, 'name' | 'kind' | 'compression'>,
  path: string,
): ClusterInput | undefined =>
  file.kind === 'csv' || file.compression === 'zstd'
    ? undefined
    : { name: file.name, kind: file.kind, path };

const remote = (name: string, reader: ClusterReader): ClusterInput | InputFile => {
  if (name.startsWith(tablePrefix)) {
    return { name, kind: 'table', table: name.slice(tablePrefix.length) };
  }
  const kind = kindOf(name.replace(/\/+$/, ''));
  if (kind === undefined) throw unknownKind(name);
  const file = { path: undefined, name, ...kind, bytes: undefined };
  return input(file, name) ?? { ...file, content: reader.bytes(name) };
};

const local = (file: InputFile): ClusterInput | InputFile =>
  (file.path === undefined ? undefined : input(file, plainPath(resolve(file.path)))) ?? file;

const isRead = (one: ClusterInput | InputFile): one is InputFile => 'compression' in one;

/**
 * The inputs of a run on Spark: URIs and `table:NAME` as they are, for the cluster to find; paths of
 * this machine (which the cluster has to see as well) as files.
 * @throws TonearmError INPUT_MISSING, INPUT_EMPTY, INPUT_UNREADABLE
 */
export const clusterInputs = async (
  {
    inputs,
    inputFormat,
    outDir,
  }: Pick<BatchOptions, 'inputs' | 'inputFormat'> & Partial<Pick<BatchOptions, 'outDir'>>,
  reader: ClusterReader,
): Promise<SparkInputs> => {
  const here = inputs.filter((one) => !isThere(one));
  const all = [
    ...inputs.filter(isThere).map((name) => remote(name, reader)),
    ...(await findInputs(here, inputFormat, outDir)).map(local),
  ];
  return {
    cluster: all.filter((one): one is ClusterInput => !isRead(one)),
    files: all.filter(isRead),
  };
};
