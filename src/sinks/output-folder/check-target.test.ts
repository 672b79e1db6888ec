import { describe, expect, it } from 'vitest';
import { mayBeMoved, mountPoints } from './check-target.ts';

describe('mount points', () => {
  it('are read with their blanks', () => {
    expect(
      mountPoints(
        '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n' +
          '40 22 0:33 / /mnt/my\\040out\\134x rw - tmpfs none rw\n',
      ),
    ).toEqual(['/', '/mnt/my out\\x']);
  });
});

describe("another user's folder", () => {
  const folder = { uid: 1 };

  it.each([
    ['in a folder such as /tmp', { uid: 0, mode: 0o41777 }, 2, false],
    ['in one, by its owner', { uid: 0, mode: 0o41777 }, 1, true],
    ['in one, by the owner of the folder above', { uid: 2, mode: 0o41777 }, 2, true],
    ['in one, by root', { uid: 1, mode: 0o41777 }, 0, true],
    ['in a folder for all', { uid: 0, mode: 0o40777 }, 2, true],
    ['where there are no users', { uid: 0, mode: 0o41777 }, undefined, true],
  ])('may be moved %s: %j, %s: %s', (_, above, user, may) => {
    expect(mayBeMoved(folder, above, user)).toBe(may);
  });
});
