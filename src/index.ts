export { type ErrorCode, TonearmError } from './error.ts';
export {
  type Action,
  type Event,
  type FieldName,
  type WireEvent,
  eventSchema,
} from './event/schema.ts';
export { catalogue } from './analytics/index.gen.ts';
export { type Analytic, analytic, analyticOver } from './model/analytic.ts';
export * from './model/aggregate.ts';
export * from './model/chart.ts';
export { attribute, dimension, key, label, range } from './model/dimension.ts';
export * from './model/expression.ts';
export { measure, ratio, shareOf } from './model/measure.ts';
export { asc, desc } from './model/order.ts';
export { sessionsOf } from './model/sessions.ts';
export { sliding, tumbling } from './model/window.ts';
export * as dimensions from './vocabulary/dimensions.ts';
export { event } from './vocabulary/fields.ts';
export * as measures from './vocabulary/measures.ts';
export * as sessions from './vocabulary/sessions.ts';
