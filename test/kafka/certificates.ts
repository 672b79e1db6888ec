import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate and its private key, in PEM. */
export interface Certificate {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

const tag = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};

/** Lengths in as few bytes as they need: Java checks what it has written anew, not what it has read. */
const lengthOf = (length: number): readonly number[] => {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
};

const der = (type: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, ...lengthOf(body.length)]), body]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(tag.sequence, ...parts);

/** From the hexadecimal of its content. */
const oid = (hex: string): Buffer => der(tag.oid, Buffer.from(hex, 'hex'));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = '550403';
const basicConstraints = '551d13';
const alternativeName = '551d11';

const named = (name: string): Buffer =>
  sequence(der(tag.set, sequence(oid(commonName), der(tag.text, Buffer.from(name)))));

const explicit = (number: number, content: Uint8Array): Buffer => der(0xa0 | number, content);

const extension = (id: string, critical: boolean, content: Uint8Array): Buffer =>
  sequence(
    oid(id),
    ...(critical ? [der(tag.boolean, Buffer.from([0xff]))] : []),
    der(tag.octets, content),
  );

const ipAddress = 0x87;
const authority = extension(
  basicConstraints,
  true,
  sequence(der(tag.boolean, Buffer.from([0xff]))),
);
const ofLoopback = extension(
  alternativeName,
  false,
  sequence(der(ipAddress, Buffer.from([127, 0, 0, 1]))),
);

const utc = (text: string): Buffer => der(tag.time, Buffer.from(text));

const pem = (content: Buffer): string =>
  [
    '-----BEGIN CERTIFICATE-----',
    ...(content.toString('base64').match(/.{1,64}/g) ?? []),
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');

/**
 * Makes a certificate with a key of its own: signed by another, or without one an authority, signed
 * by itself. All but authorities are for 127.0.0.1. Good until 2049.
 */
export const makeCertificate = (name: string, signer?: Certificate): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = sequence(
    explicit(0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.from(name).subarray(0, 8)),
    ecdsaWithSha256,
    named(signer?.name ?? name),
    sequence(utc('200101000000Z'), utc('491231235959Z')),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(signer === undefined ? authority : ofLoopback)),
  );
  const signature = sign('sha256', content, signer?.privateKey ?? privateKey);
  const whole = sequence(
    content,
    ecdsaWithSha256,
    der(tag.bits, Buffer.concat([Buffer.from([0]), signature])),
  );
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { name, cert: pem(whole), key, privateKey };
};
