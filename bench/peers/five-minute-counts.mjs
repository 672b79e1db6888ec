// Five plain 5-minute aggregates in Maps: what a naive loop does per event. No watermark, nothing
// durable, no duplicates taken out; only lines that JSON.parse refuses or without a time are skipped.
const sizeMs = 300_000;

const add = (counts, window, key) => {
  let own = counts.get(window);
  if (own === undefined) counts.set(window, (own = new Map()));
  own.set(key, (own.get(key) ?? 0) + 1);
};

export const createCounts = () => {
  const tables = {
    songs: new Map(),
    artists: new Map(),
    actions: new Map(),
    devices: new Map(),
    countries: new Map(),
  };
  let events = 0;
  let skipped = 0;
  return {
    add(value) {
      let event;
      try {
        event = JSON.parse(value);
      } catch {
        skipped += 1;
        return;
      }
      const time = Date.parse(event?.event_time);
      if (Number.isNaN(time)) {
        skipped += 1;
        return;
      }
      const window = Math.floor(time / sizeMs) * sizeMs;
      events += 1;
      if (event.action === 'play') {
        add(tables.songs, window, event.song_id);
        add(tables.artists, window, event.artist_id);
      }
      add(tables.actions, window, event.action);
      add(tables.devices, window, event.device);
      add(tables.countries, window, event.country);
    },
    print() {
      const sizes = Object.entries(tables).map(([name, windows]) => {
        const rows = [...windows.values()].reduce((sum, { size }) => sum + size, 0);
        return `${name} ${rows}`;
      });
      console.log(`${events} events, ${skipped} skipped; rows: ${sizes.join(', ')}`);
    },
  };
};
