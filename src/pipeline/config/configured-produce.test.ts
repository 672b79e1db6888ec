import { describe, expect, test } from 'vitest';
import type { ProduceOptions } from '../produce/options.ts';
import { configuredProduce } from './configured-produce.ts';
import type { OptionName } from './options.ts';
import { resolveOptions } from './resolve.ts';

type Flags = Readonly<Partial<Record<OptionName, string>>>;

const configured = (flags: Flags, files: readonly string[] = []): ProduceOptions =>
  configuredProduce(
    resolveOptions({
      flags: { produceTo: 'file:log', ...flags },
      environment: {},
      file: undefined,
    }),
    files,
  );

describe('what produce sends', () => {
  test('is generated events as of generate, without a rate', () => {
    expect(configured({ seed: '7', late: '2%' })).toMatchObject({
      to: { kind: 'log', folder: 'log' },
      feed: { kind: 'generated', generator: { events: 100_000, seed: 7, late: 0.02 } },
      codec: 'none',
      createTopic: false,
    });
  });

  test('is generated events of now with a rate, without end where no number is given', () => {
    expect(configured({ rate: '2000' }).feed).toMatchObject({
      kind: 'live',
      rate: 2000,
      events: undefined,
    });
    expect(configured({ rate: '0.5', events: '1k' }).feed).toMatchObject({ events: 1000 });
  });

  test('is files, those of --input and those beside it', () => {
    expect(configured({ input: 'a.ndjson,b.ndjson', speed: '60x' }, ['c.ndjson']).feed).toEqual({
      kind: 'files',
      inputs: ['a.ndjson', 'b.ndjson', 'c.ndjson'],
      rate: undefined,
      speed: 60,
    });
  });

  test.each<[Flags, string]>([
    [{ input: 'a.ndjson', late: '1%' }, '--late is for generated events, not for --input'],
    [{ input: 'a.ndjson', truth: 't.json' }, '--truth is for generated events, not for --input'],
    [{ input: 'a.ndjson', rate: '5', speed: '2x' }, '--rate and --speed do not go together'],
    [{ speed: '2x' }, '--speed is for files'],
    [{ input: 'a.ndjson', speed: '0x' }, '--speed: "0x" is not a factor above 0 such as 1x or 60x'],
    [{ input: ',' }, '--input: "," is not a list of paths'],
    [{ rate: '0' }, '--rate: "0" is not events a second, 0.001 to 10000000'],
    [
      { produceTo: 'log' },
      '--to: "log": is neither kafka://host:9092,host2:9092/topic nor file:DIR',
    ],
  ])('%j is refused', (flags, message) => {
    expect(() => configured(flags)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});
