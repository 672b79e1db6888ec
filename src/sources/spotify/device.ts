/** The first pattern that occurs in the platform, in lower case, names the device. */
const devices = [
  ['web', /web[ _]?player/],
  ['wearable', /watch|wear ?os|garmin|fitbit/],
  ['console', /playstation|\bps[345]\b|xbox|nintendo/],
  ['car', /carplay|android ?auto|automotive|tesla|\bcar\b/],
  ['tv', /(?:^|[^a-z])tv|tvos|webos|roku|fire ?tv|chromecast|tizen/],
  ['speaker', /speaker|sonos|google ?home|echo|alexa|homepod|bose|cast/],
  ['tablet', /ipad|tablet/],
  ['mobile', /\bios\b|iphone|ipod|android|windows ?phone/],
  ['desktop', /windows|\bos ?x\b|mac ?os|linux|chrome ?os/],
] as const;

/** The kind of device behind what Spotify calls the platform; null where it fits none. */
export const deviceOfPlatform = (platform: unknown): string | null => {
  if (typeof platform !== 'string') return null;
  const lower = platform.toLowerCase();
  return devices.find(([, pattern]) => pattern.test(lower))?.[0] ?? null;
};
