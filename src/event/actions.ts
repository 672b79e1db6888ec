/** What an event says happened, in the order in which engines number the actions. */
export const actions = ['play', 'pause', 'resume', 'skip', 'complete', 'stop'] as const;
export type Action = (typeof actions)[number];
