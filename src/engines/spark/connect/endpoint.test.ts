import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { addressOf, parseEndpoint, type Endpoint } from './endpoint.ts';

const id = '6c1d0e4a-5e0f-4b7c-9d55-0a1b2c3d4e5f';

describe('an address of Spark', () => {
  test('has the usual port unless it says another', () => {
    expect(parseEndpoint('sc://spark.example')).toEqual({
      host: 'spark.example',
      port: 15_002,
      tls: false,
      headers: {},
    });
    expect(parseEndpoint('sc://[::1]:7077/').host).toBe('::1');
    expect(parseEndpoint('sc://[::1]:7077/').port).toBe(7077);
  });

  test('has parameters, percent-encoded; what Spark does not know is a header', () => {
    const url = `sc://h:1/;token=a%3Bb%3D+c;user_id=J%C3%BCrgen;session_id=${id};X-Team=a%20b`;
    expect(parseEndpoint(url)).toEqual({
      host: 'h',
      port: 1,
      tls: true,
      token: 'a;b=+c',
      userId: 'Jürgen',
      sessionId: id,
      headers: { 'x-team': 'a b' },
    });
  });

  test.each([
    ['sc://h', false],
    ['sc://h/;use_ssl=true', true],
    ['sc://h/;use_ssl=TRUE', true],
    ['sc://h/;use_ssl=false', false],
    ['sc://h/;token=t', true],
    ['sc://h/;token=t;use_ssl=false', true],
    ['sc://localhost/;token=t', false],
    ['sc://127.0.0.1/;token=t', false],
    ['sc://[::1]/;token=t', false],
    ['sc://localhost/;token=t;use_ssl=true', true],
    ['sc://127.0.0.1.example/;token=t', true],
  ])('%s: TLS %s', (url, tls) => {
    expect(parseEndpoint(url).tls).toBe(tls);
  });

  test.each([
    ['http://h', 'it does not begin with sc://'],
    ['sc://', 'it is not a host'],
    ['sc://h:0', 'there is no port 0'],
    ['sc://h:65536', 'there is no port 65536'],
    ['sc://h:port', 'it is not a host'],
    ['sc://ann:secret@h', 'it is not a host'],
    ['sc://h/path', 'it is not a host'],
    ['sc://h;token=secret', 'it is not a host'],
    ['sc://h?token=secret', 'it is not a host'],
    ['sc://h/;token', 'a parameter is not key=value: token'],
    ['sc://h/;token=secret=secret', 'a parameter is not key=value: token'],
    ['sc://h/;token=secret%', 'the value of token has a broken %'],
    ['sc://h/;use_ssl=yes', 'use_ssl is true or false'],
    ['sc://h/;session_id=secret', 'session_id is a UUID'],
    ['sc://h/;a b=secret', 'a b cannot be sent as a header'],
    ['sc://h/;grpc-timeout=secret', 'grpc-timeout cannot be sent as a header'],
    ['sc://h/;x=secret%0Ax', 'x cannot be sent as a header'],
    ['sc://h/;token=secret%0Ax', 'token cannot be sent as a header'],
    ['sc://h/;user_agent=secret%C3%A9', 'user_agent cannot be sent as a header'],
  ])('%s: %s', (url, problem) => {
    const parse = () => parseEndpoint(url);
    expect(parse).toThrow(expect.objectContaining({ code: 'USAGE', hint: expect.any(String) }));
    expect(parse).toThrow(problem);
    expect(parse).not.toThrow('secret');
  });

  const text = fc.string({ unit: 'binary', minLength: 1 });
  const ascii = fc.string({ unit: 'grapheme-ascii' });
  const endpoints = fc.record(
    {
      host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()),
      port: fc.integer({ min: 1, max: 65_535 }),
      tls: fc.boolean(),
      token: ascii,
      userId: text,
      userAgent: ascii,
      sessionId: fc.uuid(),
      headers: fc.dictionary(fc.stringMatching(/^x-[\d_a-z]{1,9}$/), ascii, {
        noNullPrototype: true,
      }),
    },
    { requiredKeys: ['host', 'port', 'tls', 'headers'] },
  );

  const urlOf = (endpoint: Partial<Endpoint>): string => {
    const { token, userId, userAgent, sessionId, tls } = endpoint;
    const known = { token, user_id: userId, user_agent: userAgent, session_id: sessionId };
    const all = Object.entries({ ...known, ...endpoint.headers, use_ssl: String(tls) });
    const parameters = all.flatMap(([key, value]) =>
      value === undefined ? [] : [`;${key}=${encodeURIComponent(value)}`],
    );
    return `${addressOf(endpoint as Endpoint)}/${parameters.join('')}`;
  };

  prop.prop([endpoints])('is read as it was written', (endpoint) => {
    const read = parseEndpoint(urlOf(endpoint));
    const { tls, ...others } = read;
    const { tls: wished, ...given } = endpoint;
    expect(others).toEqual(given);
    expect(tls).toBe(wished || (given.token !== undefined && tls));
  });
});
