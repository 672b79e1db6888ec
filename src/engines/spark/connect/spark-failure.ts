import type { ConnectError } from '@connectrpc/connect';
import { TonearmError, type ErrorFacts } from '../../../error.ts';
import type {
  FetchErrorDetailsResponse,
  FetchErrorDetailsResponse_Error as ServerError,
} from './proto/spark.gen.ts';
import { errorClassOf, errorInfoOf } from './verdict.ts';

const parametersIn = (text: string | undefined): ErrorFacts => {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as ErrorFacts;
  } catch {
    return {}; // The header's copy was cut.
  }
};

/** Without the plan that Spark prints behind the error of an analysis or of a streaming query. */
export const withoutPlan = (message: string): string =>
  message
    .replace(/;\n(?:'|\+-|[A-Z]\w*\b)[^]*$/, '')
    .replace(/\n=== Streaming Query ===\n[^]*$/, '')
    .trim();

/** Parameters that say something here. */
const telling = (parameters: ErrorFacts): ErrorFacts =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => value !== '' && name !== 'docroot'),
  );

const causesOf = (
  root: ServerError,
  { errors }: FetchErrorDetailsResponse,
): readonly ServerError[] => {
  const causes: ServerError[] = [];
  let next = root.causeIdx;
  while (next !== undefined && causes.length < errors.length) {
    const cause = errors[next];
    if (cause === undefined) break;
    causes.push(cause);
    next = cause.causeIdx;
  }
  return causes;
};

const shortName = (className: string | undefined): string =>
  className?.split('.').at(-1) ?? 'error';

const stackOf = ({ errorTypeHierarchy: [name], message, stackTrace }: ServerError): string =>
  [
    `${name ?? 'error'}: ${message}`,
    ...stackTrace.map(
      ({ declaringClass, methodName, fileName, lineNumber }) =>
        `    at ${declaringClass}.${methodName}(${fileName ?? '?'}:${lineNumber})`,
    ),
  ].join('\n');

/** The failure on the server with its stack there, as the cause of ours. */
const serverSide = (root: ServerError, causes: readonly ServerError[]): Error => {
  const error = new Error(root.message);
  error.stack = [root, ...causes].map(stackOf).join('\ncaused by: ');
  return error;
};

const hints: Readonly<Record<string, string>> = {
  PATH_NOT_FOUND: 'paths are read by the Spark cluster, not by this machine: give one that it has',
  TABLE_OR_VIEW_NOT_FOUND: 'check the name with its catalog and schema',
  DATA_SOURCE_NOT_FOUND: 'the server lacks the connector: start it with the jar that has it',
  'INVALID_HANDLE.FORMAT': 'ids of sessions and operations are UUIDs',
};

const hintFor = (errorClass: string | undefined, message: string): string | undefined =>
  errorClass === undefined && /(?:^|\s)(?:org|com|scala|java)\/[\w/$]+$/.test(message)
    ? 'the server lacks a jar with this class'
    : hints[errorClass ?? ''];

/**
 * A failure that Spark reported. Facts: its error class, SQL state and message parameters, and
 * `causedBy`, the last of the causes; the cause has the server's stack.
 */
export const sparkFailure = (
  error: ConnectError,
  details: FetchErrorDetailsResponse | undefined,
): TonearmError => {
  const info = errorInfoOf(error);
  const root = details?.errors[details.rootErrorIdx ?? 0];
  const thrown = root?.sparkThrowable;
  const causes = root === undefined || details === undefined ? [] : causesOf(root, details);
  const last = causes.at(-1);
  const errorClass = thrown?.errorClass ?? errorClassOf(error);
  const sqlState = thrown?.sqlState ?? info['sqlState'];
  const fragment = thrown?.queryContexts[0]?.fragment;
  const message = withoutPlan(root?.message ?? error.rawMessage);
  const hint = hintFor(errorClass, message);
  return new TonearmError('SPARK_FAILED', `Spark: ${message}`, {
    facts: {
      ...telling(thrown?.messageParameters ?? parametersIn(info['messageParameters'])),
      ...(fragment ? { fragment } : {}),
      ...(errorClass === undefined ? {} : { errorClass }),
      ...(sqlState === undefined ? {} : { sqlState }),
      ...(last === undefined
        ? {}
        : { causedBy: `${shortName(last.errorTypeHierarchy[0])}: ${withoutPlan(last.message)}` }),
    },
    cause: root === undefined ? error : serverSide(root, causes),
    ...(hint === undefined ? {} : { hint }),
  });
};
