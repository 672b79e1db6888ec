import { open } from 'node:fs/promises';
import { unwritableFile } from '../../error.ts';

/** Characters that are gathered before they are written. */
const partLength = 1 << 18;

/**
 * Writes the texts, one after the other, to a new file as UTF-8 and returns its bytes; memory
 * does not grow with their number.
 * @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeTextFile = async (path: string, texts: Iterable<string>): Promise<number> => {
  try {
    const file = await open(path, 'wx');
    try {
      let bytes = 0;
      let part = '';
      const write = async (): Promise<void> => {
        const encoded = Buffer.from(part, 'utf8');
        part = '';
        bytes += encoded.length;
        await file.writeFile(encoded);
      };
      for (const text of texts) {
        part += text;
        if (part.length >= partLength) await write();
      }
      await write();
      return bytes;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unwritableFile(path, cause);
  }
};
