import type { StreamSettings } from '../stream-options.ts';
import { type Address, formatAddress } from './address.ts';
import { checkDistinct, type Place } from './distinct-places.ts';
import { realPathOf } from './real-path.ts';

const placeOf = async (flag: string, address: Address): Promise<Place> => {
  const given = `${flag} ${formatAddress(address)}`;
  return address.kind === 'kafka'
    ? { given, topic: address }
    : { given, realPath: await realPathOf(address.folder) };
};

type Named = Pick<StreamSettings, 'to' | 'late' | 'rejected' | 'archiveFolder'> & {
  /** Undefined where the log is the command's own. */
  readonly from: Address | undefined;
};

/** Looks at where a stream reads and writes. @throws TonearmError USAGE where that is not apart */
export const checkStreamPlaces = async ({
  from,
  to,
  late,
  rejected,
  archiveFolder,
}: Named): Promise<void> => {
  const others = await Promise.all(to.map((address) => placeOf('--to', address)));
  if (archiveFolder !== undefined) {
    const given = `--archive ${archiveFolder}`;
    others.push({ given, realPath: await realPathOf(archiveFolder) });
  }
  const rows: Place[] = [];
  if (late !== undefined) rows.push(await placeOf('--late', late));
  if (rejected !== undefined) rows.push(await placeOf('--rejected', rejected));
  checkDistinct(from && (await placeOf('--from', from)), rows, others);
};
