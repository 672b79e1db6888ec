import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { isGone } from '../sinks/text-output.ts';
import type { Output } from './host.ts';

type OutputStream = Writable & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;

const errorOf = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/**
 * Standard output or error of a process. Writers that ask are told how it went; of the other
 * failures `onFailed` hears, but not of a reader that has gone (`| head`, a closed terminal).
 */
export const outputOf = (stream: OutputStream, onFailed: (error: Error) => void): Output => {
  const told = new WeakSet<Error>();
  const fail = (error: Error): void => {
    if (!told.has(error) && !isGone(error)) onFailed(error);
  };
  stream.on('error', fail);
  return {
    write: (text, done) => {
      const tell =
        done &&
        ((error?: Error | null): void => {
          // The stream says it once more, as an event.
          if (error) told.add(error);
          done(error);
        });
      try {
        stream.write(text, tell);
      } catch (thrown) {
        // Files are written at once, and some versions of Node throw.
        (tell ?? fail)(errorOf(thrown));
      }
    },
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY === true ? stream.rows : undefined;
    },
  };
};
