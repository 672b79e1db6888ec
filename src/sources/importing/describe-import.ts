import { capabilityNames, type Capabilities, type CapabilityName } from './capabilities.ts';
import type { ImportAccount } from './importer.ts';
import { skipReasons, type SkipReason } from './skip-reason.ts';

const shownNames = 5;

/**
 * What an import did, line by line, in plain words: the account of rows, what the export can and
 * cannot tell, and the warnings. File names come as they are: escape them for where they go.
 */
export const describeImport = (
  account: ImportAccount,
  capabilities: Capabilities,
): readonly string[] => {
  const skipped = Object.entries(account.rowsSkipped) as readonly [SkipReason, number][];
  const total = skipped.reduce((sum, [, rows]) => sum + rows, 0);
  return [
    `${account.title}: ${count(account.rowsRead, 'row')} read from ${count(account.files.length, 'file')} = ` +
      `${account.rowsImported} imported + ${total} skipped`,
    ...skipped.map(([reason, rows]) => `  skipped ${rows}: ${skipReasons[reason]}`),
    eventsLine(account),
    ...(account.ignored.length === 0
      ? []
      : [`${count(account.ignored.length, 'other file')} left alone: ${some(account.ignored)}`]),
    'What this export can tell:',
    ...capabilityLines(capabilities),
    `  time: ${capabilities.time}`,
    ...account.warnings.map((warning) => `Warning: ${warning}`),
  ];
};

const eventsLine = (account: ImportAccount): string => {
  const actions = Object.entries(account.actions).map(([action, events]) => `${events} ${action}`);
  if (account.firstEventAt === null || account.lastEventAt === null) return '0 events';
  return (
    `${count(account.events, 'event')} (${actions.join(' + ')}), ` +
    `${account.firstEventAt} to ${account.lastEventAt}`
  );
};

const capabilityLines = (capabilities: Capabilities): readonly string[] =>
  (Object.entries(capabilityNames) as readonly [CapabilityName, string][]).map(
    ([name, title]) =>
      `  ${title}: ${answers[capabilities[name].known]}. ${capabilities[name].sentence}`,
  );

const answers = { yes: 'known', partly: 'partly known', no: 'not available' } as const;

const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? '' : 's'}`;

const some = (names: readonly string[]): string =>
  names.slice(0, shownNames).join(', ') + (names.length > shownNames ? ', …' : '');
