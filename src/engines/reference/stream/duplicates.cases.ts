import { play, skip } from '../../../analytics/case.ts';
import { ahead, logOf, record, sent, type StreamCase } from './stream-case.cases.ts';

/** Section 7.4 of the contract: an event counts once in each window for which any copy is in time. */
export const duplicateCases: readonly StreamCase[] = [
  {
    name: 'copies count once, in one partition or in two',
    analytics: ['fives', 'sittings'],
    log: logOf(
      sent(0, 'e', skip('10:00')),
      sent(0, 'e', skip('10:00')),
      sent(1, 'e', skip('10:00')),
    ),
    panes: [
      ['fives', '10:00', [[0, 1]]],
      ['sittings', '10:00', [[1, 0]]],
    ],
    duplicates: 2,
  },
  {
    name: 'ids are told apart byte for byte',
    analytics: ['fives'],
    log: logOf(
      sent(0, 'e', skip('10:00')),
      sent(0, 'E', skip('10:00')),
      sent(0, 'e ', skip('10:00')),
    ),
    panes: [['fives', '10:00', [[0, 3]]]],
  },
  {
    name: 'an event counts where its first copy is late and a copy from another partition is not',
    analytics: ['fives', 'sittings'],
    log: logOf(ahead(0, '10:20'), sent(0, 'e', skip('10:04')), sent(1, 'e', skip('10:04'))),
    panes: [
      ['fives', '10:00', [[0, 1]]],
      ['fives', '10:20', [[1, 0]]],
      ['sittings', '10:00', [[2, 0]]],
    ],
    late: [['e', ['fives', '10:00'], ['sittings', '10:00']]],
    duplicates: 1,
  },
  {
    name: 'the other way round it counts the same, and nothing was late',
    analytics: ['fives', 'sittings'],
    log: logOf(sent(1, 'e', skip('10:04')), ahead(0, '10:20'), sent(0, 'e', skip('10:04'))),
    panes: [
      ['fives', '10:00', [[0, 1]]],
      ['fives', '10:20', [[1, 0]]],
      ['sittings', '10:00', [[2, 0]]],
    ],
    duplicates: 1,
  },
  {
    name: 'two late copies count where both are late nowhere, and are one late event',
    analytics: ['fives', 'hours'],
    log: logOf(
      ahead(0, '10:20'),
      ahead(1, '10:30'),
      sent(0, 'e', skip('10:04')),
      sent(1, 'e', skip('10:04')),
    ),
    panes: [
      ['fives', '10:20', [[1, 0]]],
      ['fives', '10:30', [[1, 0]]],
      ['hours', '10:00', [[2, 1]]],
    ],
    late: [['e', ['fives', '10:00']]],
    duplicates: 1,
  },
  {
    name: 'a copy that is in time for the hour alone adds the hour',
    analytics: ['fives', 'hours'],
    log: logOf(
      ahead(0, '11:30'),
      ahead(1, '10:30'),
      sent(0, 'e', skip('10:04')),
      sent(1, 'e', skip('10:04')),
    ),
    panes: [
      ['fives', '10:30', [[1, 0]]],
      ['hours', '10:00', [[1, 1]]],
      ['fives', '11:30', [[1, 0]]],
      ['hours', '11:00', [[1, 0]]],
    ],
    late: [['e', ['fives', '10:00'], ['hours', '10:00']]],
    duplicates: 1,
  },
  {
    name: 'a copy long after its windows changes nothing',
    analytics: ['fives', 'sittings'],
    log: logOf(sent(0, 'e', play('10:00')), ahead(0, '15:00'), sent(0, 'e', play('10:00'))),
    panes: [
      ['fives', '10:00', [[1, 0]]],
      ['sittings', '10:00', [[1, 0]]],
      ['fives', '15:00', [[1, 0]]],
      ['sittings', '15:00', [[1, 0]]],
    ],
    duplicates: 1,
  },
  {
    name: 'what is no event is rejected, and the id of a rejected record is not taken',
    analytics: ['fives'],
    log: logOf(
      record(0, null),
      record(0, ''),
      record(0, ' '),
      record(0, '{"event_id":"e"}'),
      record(0, '{"event_id":'),
      sent(0, 'e', skip('10:00')),
    ),
    panes: [['fives', '10:00', [[0, 1]]]],
    rejected: 5,
  },
];
