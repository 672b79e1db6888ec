import type * as Package from '@platformatic/kafka';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const entry = pathToFileURL(createRequire(import.meta.url).resolve('@platformatic/kafka'));

/** Exports of one file of the package. */
const part = async <N extends keyof typeof Package>(
  file: string,
): Promise<Pick<typeof Package, N>> =>
  (await import(new URL(file, entry).href)) as Pick<typeof Package, N>;

/*
 * What is used of the package, from the files it is in: its own entry also makes the checkers of
 * its consumers' and producers' options, which takes longer than all the rest of a start. The
 * version is fixed in package.json; a test holds these to be what the entry exports.
 */
const [connection, protocol, errors, definitions, apis] = await Promise.all([
  part<'Connection'>('network/connection.js'),
  part<
    | 'compressionsAlgorithms'
    | 'crc32c'
    | 'protocolErrors'
    | 'protocolErrorsCodesById'
    | 'Reader'
    | 'Writer'
  >('protocol/index.js'),
  part<'AuthenticationError' | 'ResponseError'>('errors.js'),
  part<'createAPI'>('apis/definitions.js'),
  part<
    | 'createTopicsV7'
    | 'findCoordinatorV4'
    | 'initProducerIdV4'
    | 'listOffsetsV7'
    | 'metadataV12'
    | 'offsetCommitV8'
  >('apis/index.js'),
]);

export const { Connection } = connection;
export const { AuthenticationError, ResponseError } = errors;
export const { createAPI } = definitions;
export const {
  compressionsAlgorithms,
  crc32c,
  protocolErrors,
  protocolErrorsCodesById,
  Reader,
  Writer,
} = protocol;
export const {
  createTopicsV7,
  findCoordinatorV4,
  initProducerIdV4,
  listOffsetsV7,
  metadataV12,
  offsetCommitV8,
} = apis;

export type Connection = Package.Connection;
export type Reader = Package.Reader;
export type Writer = Package.Writer;
export type { ConnectionOptions } from '@platformatic/kafka';
