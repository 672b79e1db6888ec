import { play, skip } from '../../../analytics/case.ts';
import { ahead, logOf, record, sent, type StreamCase } from './stream-case.cases.ts';

/** Sections 7.1 and 7.2 of the contract: the watermark of a partition, and what is late. */
export const latenessCases: readonly StreamCase[] = [
  {
    name: 'an event late for its 5 minutes is in time for its hour',
    analytics: ['fives', 'hours'],
    log: logOf(ahead(0, '10:20'), sent(0, 'e', skip('10:04'))),
    panes: [
      ['fives', '10:20', [[1, 0]]],
      ['hours', '10:00', [[1, 1]]],
    ],
    late: [['e', ['fives', '10:00']]],
  },
  {
    name: 'a window whose end is the watermark is closed to the event, the next is not',
    analytics: ['fives'],
    log: logOf(
      ahead(0, '10:20'),
      sent(0, 'e', skip('10:09:59.999999')),
      sent(0, 'f', skip('10:10')),
    ),
    panes: [
      ['fives', '10:10', [[0, 1]]],
      ['fives', '10:20', [[1, 0]]],
    ],
    late: [['e', ['fives', '10:05']]],
  },
  {
    name: 'a window that ends a microsecond after the watermark is open',
    analytics: ['fives'],
    log: logOf(ahead(0, '10:19:59.999999'), sent(0, 'e', skip('10:05'))),
    panes: [
      ['fives', '10:05', [[0, 1]]],
      ['fives', '10:15', [[1, 0]]],
    ],
  },
  {
    name: 'an event exactly the delay behind the newest is late for nothing',
    analytics: ['fives', 'hours', 'slides', 'sittings'],
    log: logOf(ahead(0, '11:10'), sent(0, 'e', skip('11:00'))),
    panes: [
      ['fives', '11:00', [[0, 1]]],
      ['slides', '10:50', [[0, 1]]],
      ['slides', '10:55', [[0, 1]]],
      ['fives', '11:10', [[1, 0]]],
      ['slides', '11:00', [[1, 1]]],
      ['slides', '11:05', [[1, 0]]],
      ['slides', '11:10', [[1, 0]]],
      ['hours', '11:00', [[1, 1]]],
      ['sittings', '11:00', [[2, 0]]],
    ],
  },
  {
    name: 'sessions take nothing from before the watermark, where windows still do',
    analytics: ['fives', 'sittings'],
    log: logOf(
      ahead(0, '10:22'),
      sent(0, 'e', skip('10:11:59.999999')),
      sent(0, 'f', skip('10:12', { user: 'u2' })),
    ),
    panes: [
      ['fives', '10:10', [[0, 2]]],
      ['fives', '10:20', [[1, 0]]],
      ['sittings', '10:00', [[2, 0]]],
    ],
    late: [['e', ['sittings', '10:00']]],
  },
  {
    name: 'an event late for sessions alone leaves a window of session ends without a pane',
    analytics: ['hours', 'sittings'],
    log: logOf(ahead(0, '11:05'), sent(0, 'e', skip('10:54'))),
    panes: [
      ['hours', '10:00', [[0, 1]]],
      ['hours', '11:00', [[1, 0]]],
      ['sittings', '11:00', [[1, 0]]],
    ],
    late: [['e', ['sittings', '10:00']]],
  },
  {
    name: 'of the sliding windows that hold an event it misses those that ended',
    analytics: ['slides'],
    log: logOf(ahead(0, '10:20'), sent(0, 'e', skip('10:04'))),
    panes: [
      ['slides', '10:00', [[0, 1]]],
      ['slides', '10:10', [[1, 0]]],
      ['slides', '10:15', [[1, 0]]],
      ['slides', '10:20', [[1, 0]]],
    ],
    late: [['e', ['slides', '09:50'], ['slides', '09:55']]],
  },
  {
    name: 'a partition hours behind another is not late',
    analytics: ['fives', 'sittings'],
    log: logOf(ahead(0, '15:00'), sent(1, 'e', skip('10:00')), sent(1, 'f', skip('10:10'))),
    panes: [
      ['fives', '10:00', [[0, 1]]],
      ['fives', '10:10', [[0, 1]]],
      ['sittings', '10:00', [[1, 600_000]]],
      ['fives', '15:00', [[1, 0]]],
      ['sittings', '15:00', [[1, 0]]],
    ],
  },
  {
    name: 'an event of the same partition hours later does not make an earlier one late',
    analytics: ['fives'],
    log: logOf(sent(0, 'e', skip('10:00')), ahead(0, '15:00')),
    panes: [
      ['fives', '10:00', [[0, 1]]],
      ['fives', '15:00', [[1, 0]]],
    ],
  },
  {
    name: 'an old event does not move the watermark back',
    analytics: ['fives'],
    log: logOf(ahead(0, '10:20'), sent(0, 'e', skip('10:00')), sent(0, 'f', skip('10:04'))),
    panes: [['fives', '10:20', [[1, 0]]]],
    late: [
      ['e', ['fives', '10:00']],
      ['f', ['fives', '10:00']],
    ],
  },
  {
    name: 'a duplicate moves the watermark of its own partition',
    analytics: ['fives'],
    log: logOf(
      sent(0, 'd', play('10:20')),
      sent(1, 'd', play('10:20')),
      sent(1, 'e', skip('10:04')),
    ),
    panes: [['fives', '10:20', [[1, 0]]]],
    late: [['e', ['fives', '10:00']]],
    duplicates: 1,
  },
  {
    name: 'a rejected record does not move the watermark',
    analytics: ['fives'],
    log: logOf(
      record(
        0,
        '{"event_id":"x","event_time":"2026-03-02T12:00:00Z","action":"dance","user_id":"u","song_id":"s"}',
      ),
      sent(0, 'e', skip('10:04')),
    ),
    panes: [['fives', '10:00', [[0, 1]]]],
    rejected: 1,
  },
  {
    name: 'lateness before 1970, where windows are aligned as after it',
    analytics: ['fives', 'sittings'],
    log: logOf(
      ahead(0, '1970-01-01 00:06'),
      sent(0, 'e', skip('1969-12-31 23:54:59.999999')),
      sent(0, 'f', skip('1969-12-31 23:55')),
      sent(0, 'g', skip('1969-12-31 23:59:59.999999')),
    ),
    panes: [
      ['fives', '1969-12-31 23:55', [[0, 2]]],
      ['sittings', '1969-12-31 23:00', [[1, 0]]],
      ['fives', '1970-01-01 00:05', [[1, 0]]],
      ['sittings', '1970-01-01 00:00', [[1, 0]]],
    ],
    late: [
      ['e', ['fives', '1969-12-31 23:50'], ['sittings', '1969-12-31 23:00']],
      ['f', ['sittings', '1969-12-31 23:00']],
    ],
  },
];
