import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, test } from 'vitest';
import { verdictOn } from './verdict.ts';

describe('what this side makes up', () => {
  test.each([
    ['a connection that is refused', Code.Unavailable],
    ['one that is reset', Code.Aborted],
    ['one that ends without a status', Code.Internal],
    ['one that ends within a message', Code.InvalidArgument],
    ['one that the server wants quieter', Code.ResourceExhausted],
  ])('may pass: %s', (message, code) => {
    expect(verdictOn(new ConnectError(message, code)).kind).toBe('passing');
  });

  test('does not pass where it is no Spark that answers', () => {
    expect(verdictOn(new ConnectError('HTTP 404', Code.Unimplemented)).kind).toBe('not-spark');
  });
});

test('an invalid argument that the server complains of does not pass', () => {
  const answer = new ConnectError('bad', Code.InvalidArgument, { 'grpc-status': '3' });
  expect(verdictOn(answer).kind).toBe('failed');
});
