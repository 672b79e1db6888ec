import { TonearmError } from '../../../error.ts';

/** Where a Spark Connect server is and who asks. */
export interface Endpoint {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Sent with every call, as a bearer token. */
  readonly token?: string;
  readonly userId?: string;
  readonly userAgent?: string;
  /** A UUID: the session to open or to find again. */
  readonly sessionId?: string;
  /** Sent with every call; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const defaultPort = 15_002;

const known: readonly string[] = ['token', 'use_ssl', 'user_id', 'user_agent', 'session_id'];

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether it is this machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);

/** Without what may hold secrets. */
const harmless = (url: string): string => url.replace(/[;?#].*$/s, '').replace(/\/\/.*@/s, '//');

const invalid = (url: string, problem: string, hint?: string): TonearmError =>
  new TonearmError('USAGE', `${harmless(url)} is not an address of Spark: ${problem}`, {
    hint:
      hint ??
      'write it as sc://HOST:PORT, with parameters as in sc://HOST:PORT/;token=SECRET;user_id=NAME',
  });

const parametersOf = (url: string, text: string): ReadonlyMap<string, string> => {
  const parameters = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part === '') continue;
    const [key = '', value, ...rest] = part.split('=');
    if (key === '' || value === undefined || rest.length > 0) {
      throw invalid(
        url,
        `a parameter is not key=value: ${key}`,
        'write "=" and ";" inside a value as %3D and %3B',
      );
    }
    try {
      parameters.set(key, decodeURIComponent(value));
    } catch {
      throw invalid(url, `the value of ${key} has a broken %`, 'write "%" inside a value as %25');
    }
  }
  return parameters;
};

const headerName = /^[\d_a-z][\d_.a-z-]*$/;
const headerValue = /^[\u0020-\u007e]*$/;

const headersOf = (
  url: string,
  parameters: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  for (const [key, value] of parameters) {
    if (key === 'user_id') continue;
    const name = key.toLowerCase();
    if (!headerName.test(name) || name.startsWith('grpc-') || !headerValue.test(value)) {
      throw invalid(
        url,
        `${key} cannot be sent as a header`,
        'names of headers have letters and digits, their values only ASCII',
      );
    }
    if (!known.includes(key)) headers[name] = value;
  }
  return headers;
};

/**
 * Reads `sc://HOST[:PORT][/;key=value…]` as Spark's clients do: port 15002 unless said, values
 * percent-encoded; `token` and `use_ssl=true` mean TLS (a token without `use_ssl` goes unencrypted
 * to this machine only); what is not `token`, `use_ssl`, `user_id`, `user_agent` or `session_id`
 * becomes a header. Throws `USAGE`; the message has no parameter's value.
 */
export const parseEndpoint = (url: string): Endpoint => {
  const parts =
    /^sc:\/\/(?:\[([\d.:a-f]+)\]|([^\s#/:;?@[\]]+))(?::(\d{1,5}))?(?:\/?|\/;(.*))$/is.exec(url);
  if (parts === null) {
    if (!/^sc:\/\//i.test(url)) throw invalid(url, 'it does not begin with sc://');
    throw invalid(url, 'it is not a host, perhaps a port, and perhaps parameters after "/;"');
  }
  const [, ipv6, name = '', givenPort, text = ''] = parts;
  const host = ipv6 ?? name;
  const port = givenPort === undefined ? defaultPort : Number(givenPort);
  if (port < 1 || port > 65_535) throw invalid(url, `there is no port ${port}`);

  const parameters = parametersOf(url, text);
  const useSsl = parameters.get('use_ssl')?.toLowerCase();
  if (useSsl !== undefined && useSsl !== 'true' && useSsl !== 'false') {
    throw invalid(url, 'use_ssl is true or false');
  }
  const token = parameters.get('token');
  const sessionId = parameters.get('session_id');
  if (sessionId !== undefined && !uuid.test(sessionId)) {
    throw invalid(url, 'session_id is a UUID');
  }
  const userId = parameters.get('user_id');
  const userAgent = parameters.get('user_agent');
  return {
    host,
    port,
    tls: useSsl === 'true' || (token !== undefined && !isLoopback(host)),
    headers: headersOf(url, parameters),
    ...(token === undefined ? {} : { token }),
    ...(userId === undefined ? {} : { userId }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
};

/** The address without parameters, for people. */
export const addressOf = ({ host, port }: Endpoint): string =>
  `sc://${host.includes(':') ? `[${host}]` : host}:${port}`;
