/**
 * Compares the protocol subset of the Spark Connect client with Spark's own descriptors, every
 * message, field, number, kind and enum value: `npx tsx scripts/check-proto.ts FOLDER`, where
 * FOLDER is `pyspark/sql/connect/proto` of a PySpark distribution. Names what differs and exits 1.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { file_spark } from '../src/engines/spark/connect/proto/spark.gen.ts';

const escapes: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** The bytes of a Python bytes literal, without its quotes. */
const bytesOf = (literal: string): Uint8Array =>
  Uint8Array.from(
    [...literal.matchAll(/\\x([\da-f]{2})|\\([0-7]{1,3})|\\(.)|([^])/gi)].map(
      ([, hex, octal, escape, plain]) =>
        hex !== undefined
          ? Number.parseInt(hex, 16)
          : octal !== undefined
            ? Number.parseInt(octal, 8)
            : escape !== undefined
              ? (escapes[escape] ?? 0)
              : (plain ?? '').charCodeAt(0),
    ),
  );

const officialFiles = (folder: string): readonly FileDescriptorProto[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('_pb2.py'))
    .flatMap((name) => {
      const source = readFileSync(join(folder, name), 'latin1');
      const found = /AddSerializedFile\(\s*b(['"])((?:\\[^]|(?!\1)[^])*)\1/.exec(source);
      return found?.[2] === undefined
        ? []
        : [fromBinary(FileDescriptorProtoSchema, bytesOf(found[2]))];
    });

const fieldFact = (field: FieldDescriptorProto, { oneofDecl }: DescriptorProto): string => {
  const oneof = Object.hasOwn(field, 'oneofIndex') && !field.proto3Optional;
  return [
    field.number,
    Label[field.label],
    Type[field.type],
    ...(field.proto3Optional ? ['optional'] : []),
    ...(oneof ? [`oneof ${oneofDecl[field.oneofIndex]?.name}`] : []),
    ...(field.typeName === '' || field.typeName.endsWith('.Plain') ? [] : [field.typeName]),
  ].join(' ');
};

/** Everything that is said of a file, by name. */
const factsOf = (file: FileDescriptorProto): ReadonlyMap<string, string> => {
  const facts = new Map<string, string>();
  const addEnum = (within: string, { name, value }: EnumDescriptorProto): void => {
    for (const one of value) facts.set(`${within}.${name}.${one.name}`, String(one.number));
  };
  const addMessage = (within: string, message: DescriptorProto): void => {
    const name = `${within}.${message.name}`;
    for (const field of message.field)
      facts.set(`${name}.${field.name}`, fieldFact(field, message));
    for (const inner of message.enumType) addEnum(name, inner);
    for (const inner of message.nestedType) addMessage(name, inner);
  };
  for (const message of file.messageType) addMessage(file.package, message);
  for (const inner of file.enumType) addEnum(file.package, inner);
  for (const service of file.service) {
    for (const { name, inputType, outputType, serverStreaming } of service.method) {
      const streamed = serverStreaming ? 'stream ' : '';
      facts.set(
        `${file.package}.${service.name}.${name}`,
        `${inputType} → ${streamed}${outputType}`,
      );
    }
  }
  return facts;
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: check-proto.ts FOLDER');
const official = new Map(officialFiles(folder).flatMap((file) => [...factsOf(file)]));
const own = factsOf(file_spark.proto);
for (const [name, fact] of own) {
  const theirs = official.get(name);
  // `Plain` stands for any message whose fields are not read.
  const isSame = theirs === fact || theirs?.startsWith(`${fact} .`);
  if (isSame !== true) {
    console.error(`${name}: ${fact}, in Spark ${theirs ?? 'not there'}`);
    process.exitCode = 1;
  }
}
console.log(`${own.size} compared with ${official.size} of Spark`);
