import { actions, type Action } from '../../event/event.ts';

/** The number that stands for each action in columns: its place in the list of the schema. */
export const actionCode = Object.fromEntries(
  actions.map((action, code) => [action, code]),
) as Readonly<Record<Action, number>>;
