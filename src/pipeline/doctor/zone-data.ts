import { offsetAt, zoneOffsets } from '../../plan/zone.ts';
import type { Check } from './check.ts';

const winter = Date.UTC(2025, 0, 15) * 1000;
const summer = Date.UTC(2025, 6, 15) * 1000;

/** Whether Node knows time zones and their daylight saving: builds without do exist. */
export const checkZones = (): Check => {
  const name = 'Time zones';
  try {
    const zone = zoneOffsets('Europe/Berlin', winter, summer);
    if (offsetAt(zone, winter) === offsetAt(zone, summer))
      throw new RangeError('no daylight saving');
    const zones = Intl.supportedValuesOf('timeZone').length;
    return {
      name,
      state: 'ok',
      found: `${zones} zones, data of ${process.versions['tz'] ?? 'the system'}`,
    };
  } catch {
    return {
      name,
      state: 'limited',
      found: 'this build of Node.js has no time zone data',
      advice: 'only --time-zone UTC works; install a build with full ICU',
    };
  }
};
