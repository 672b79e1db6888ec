import { play, skip } from '../../../analytics/case.ts';
import { ahead, logOf, sent, type StreamCase } from './stream-case.cases.ts';

/** Section 7.3 of the contract: which windows have a pane, and what is in that of sessions. */
export const paneCases: readonly StreamCase[] = [
  { name: 'an empty log has no panes', analytics: ['fives', 'sittings'], log: [], panes: [] },
  {
    name: 'a window without events has no pane',
    analytics: ['fives'],
    log: logOf(sent(0, 'e', play('10:04:59.999999')), sent(0, 'f', play('10:10'))),
    panes: [
      ['fives', '10:00', [[1, 0]]],
      ['fives', '10:10', [[1, 0]]],
    ],
  },
  {
    name: 'a window in which every event is late has no pane',
    analytics: ['fives'],
    log: logOf(ahead(0, '10:20'), sent(0, 'e', play('10:00'))),
    panes: [['fives', '10:20', [[1, 0]]]],
    late: [['e', ['fives', '10:00']]],
  },
  {
    name: 'a window with events of no known artist has a pane without rows',
    analytics: ['artists'],
    log: logOf(
      sent(0, 'e', play('10:00')),
      sent(0, 'f', play('10:05', { artist: 'a', artistName: 'A' })),
    ),
    panes: [
      ['artists', '10:00', []],
      ['artists', '10:05', [['a', 'A', 1]]],
    ],
  },
  {
    name: 'panes are by their ends, then in the order of the analytics',
    analytics: ['sittings', 'hours', 'fives'],
    log: logOf(sent(0, 'e', play('10:55')), sent(0, 'f', play('10:50'))),
    panes: [
      ['fives', '10:50', [[1, 0]]],
      ['sittings', '10:00', [[1, 300_000]]],
      ['hours', '10:00', [[2, 0]]],
      ['fives', '10:55', [[1, 0]]],
    ],
  },
  {
    name: 'a session belongs to the window of its last event; the window it came from has no rows',
    analytics: ['sittings'],
    log: logOf(sent(0, 'e', play('10:50')), sent(0, 'f', skip('11:10'))),
    panes: [
      ['sittings', '10:00', []],
      ['sittings', '11:00', [[1, 1_200_000]]],
    ],
  },
  {
    name: 'a session goes on through partitions, whichever order they are read in',
    analytics: ['sittings'],
    log: logOf(
      sent(1, 'g', skip('11:20')),
      sent(0, 'e', play('10:00')),
      sent(0, 'f', play('10:30')),
      sent(1, 'h', skip('11:10')),
      sent(2, 'i', play('11:00')),
    ),
    panes: [
      ['sittings', '10:00', []],
      ['sittings', '11:00', [[1, 4_800_000]]],
    ],
  },
  {
    name: 'a late event does not join two sessions',
    analytics: ['hours', 'sittings'],
    log: logOf(
      sent(0, 'e', play('10:05')),
      sent(0, 'f', play('10:50')),
      sent(0, 'g', skip('10:30')),
    ),
    panes: [
      ['hours', '10:00', [[2, 1]]],
      ['sittings', '10:00', [[2, 0]]],
    ],
    late: [['g', ['sittings', '10:00']]],
  },
  {
    name: 'with a copy in time it joins them',
    analytics: ['sittings'],
    log: logOf(
      sent(0, 'e', play('10:05')),
      sent(0, 'f', play('10:50')),
      sent(0, 'g', skip('10:30')),
      sent(1, 'g', skip('10:30')),
    ),
    panes: [['sittings', '10:00', [[1, 2_700_000]]]],
    late: [['g', ['sittings', '10:00']]],
    duplicates: 1,
  },
  {
    name: 'a session counts in every sliding window that holds its end',
    analytics: ['slidingSittings'],
    log: logOf(sent(0, 'e', play('09:50')), sent(0, 'f', skip('10:15'))),
    panes: [
      ['slidingSittings', '08:00', []],
      ['slidingSittings', '09:00', [[1, 1_500_000]]],
      ['slidingSittings', '10:00', [[1, 1_500_000]]],
    ],
  },
];
