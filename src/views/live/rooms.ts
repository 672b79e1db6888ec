/** How the room for a row is shared between name and bar, in cells. */
export interface Rooms {
  readonly nameRoom: number;
  readonly barRoom: number;
}

const widestBar = 28;
const narrowestName = 12;
/** What a bar gets of the room for names and bars. */
const barPart = 0.4;

/** Names come and go in a ranking: the room for them is the same whatever they are. */
export const rankedRooms = (room: number): Rooms => {
  const bar = Math.min(widestBar, Math.floor(room * barPart), room - narrowestName);
  const barRoom = Math.max(0, bar);
  return { barRoom, nameRoom: Math.max(1, room - barRoom) };
};

/** Parts of a whole stay the same: their bars get what the names leave. */
export const partRooms = (room: number, widestName: number): Rooms => {
  const nameRoom = Math.max(1, Math.min(widestName, Math.ceil(room * (1 - barPart))));
  return { nameRoom, barRoom: Math.max(0, Math.min(widestBar, room - nameRoom)) };
};
