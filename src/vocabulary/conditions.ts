import type { Action } from '../event/event.ts';
import { type Expr, any, atLeast, equals, setting } from '../model/expression.ts';
import { event } from './fields.ts';

export const isAction = (action: Action): Expr<'boolean', 'event'> => equals(event.action, action);

/** The event ended its playback, in whatever way. */
export const hasEnded: Expr<'boolean', 'event'> = any(
  isAction('skip'),
  isAction('complete'),
  isAction('stop'),
);

/** Enough audio was heard for a stream: the 30-second rule unless configured otherwise. */
export const longEnough: Expr<'boolean', 'event'> = atLeast(
  event.played_ms,
  setting('event', 'streamMinMs'),
);
