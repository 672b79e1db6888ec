import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { address, formatAddress, parseAddress } from './address.ts';

const valueOf = (text: string): unknown => {
  const parsed = parseAddress(text);
  return 'value' in parsed ? parsed.value : parsed;
};

describe('an address', () => {
  test.each([
    ['kafka://127.0.0.1:19092/music-events', [{ host: '127.0.0.1', port: 19092 }]],
    [
      'kafka://a,b.example:9093/music-events',
      [
        { host: 'a', port: 9092 },
        { host: 'b.example', port: 9093 },
      ],
    ],
    ['kafka://[::1]:9094/music-events', [{ host: '::1', port: 9094 }]],
    [' kafka://a/music-events ', [{ host: 'a', port: 9092 }]],
  ])('%s is a topic', (text, brokers) => {
    expect(valueOf(text)).toEqual({ kind: 'kafka', brokers, topic: 'music-events' });
  });

  test.each([
    ['file:log', 'log'],
    ['file:./a b', './a b'],
    ['file:/var/log', '/var/log'],
    ['file:///var/log', '/var/log'],
  ])('%s is a folder', (text, folder) => {
    expect(valueOf(text)).toEqual({ kind: 'log', folder });
  });

  test.each([
    ['kafka://a:9092', 'names no topic', 'write kafka://host:9092,host2:9092/topic'],
    ['kafka:///t', 'names no broker', 'write kafka://host:9092,host2:9092/topic'],
    ['kafka://a:0/t', '"a:0" is not a broker', 'write kafka://host:9092,host2:9092/topic'],
    ['kafka://a:99999/t', '"a:99999" is not a broker', 'write kafka://host:9092,host2:9092/topic'],
    ['kafka://a,/t', 'names no broker', 'write kafka://host:9092,host2:9092/topic'],
    ['kafka://a/t/u', '"t/u" cannot be', 'a name has 1 to 249'],
    ['kafka://a/..', '".." cannot be', 'a name has 1 to 249'],
    ['file:', 'names no folder', 'write file:DIR, for example file:log'],
    ['file://host/x', 'a folder has no host', 'write file:DIR'],
    ['host:9092/t', 'is neither', 'did you mean kafka://host:9092/t?'],
    ['out/log', 'is neither', 'a folder is written file:out/log'],
    ['', 'is neither', 'a folder is written file:DIR'],
    ['http://a/t', 'is neither', undefined],
  ])('%j is refused: %s', (text, problem, hint) => {
    const parsed = parseAddress(text);
    expect('problem' in parsed && parsed.problem).toContain(problem);
    if (hint === undefined) expect(parsed).toMatchObject({ hint: undefined });
    else expect('problem' in parsed && parsed.hint).toContain(hint);
  });

  property.prop([
    fc.array(
      fc.record({
        host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()),
        port: fc.integer({ min: 1, max: 65_535 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.stringMatching(/^[a-zA-Z0-9_-]{1,249}$/),
  ])('is read as it is shown', (brokers, topic) => {
    const written = formatAddress({ kind: 'kafka', brokers, topic });
    expect(valueOf(written)).toEqual({ kind: 'kafka', brokers, topic });
  });

  test('in a configuration file a folder is relative to the file', () => {
    expect(address.resolve?.({ kind: 'log', folder: 'log' }, '/etc/music')).toEqual({
      kind: 'log',
      folder: '/etc/music/log',
    });
  });
});
