import { Fault } from '../../fault.ts';

/** Which servers a reader takes: libpq's target_session_attrs. `primary` and `read-write` are the same here. */
export type Target = 'any' | 'primary' | 'standby' | 'prefer-standby';

/** A store's address, read. */
export interface PostgresAddress {
  /** One for each host, in order: what pg is given, password included. */
  readonly hosts: readonly PostgresHost[];
  /** Where readers go. Whoever writes goes to the first host that is no standby. */
  readonly target: Target;
  /** Connections that read, in one process. */
  readonly poolSize: number;
  readonly channelBinding: boolean;
  /** For people: without password, user and parameters. */
  readonly redacted: string;
}

export interface PostgresHost {
  /** `host:port`, for people. */
  readonly name: string;
  readonly url: string;
}

const POOL_SIZE = 8;

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

const TARGETS: Readonly<Record<string, Target>> = {
  any: 'any',
  'read-write': 'primary',
  primary: 'primary',
  standby: 'standby',
  'prefer-standby': 'prefer-standby',
};

/** What pg takes from a URL, and what we take from it. */
const FOR_PG = ['user', 'password', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'options'];
const FOR_US = ['application_name', 'channel_binding', 'host', 'port', 'target_session_attrs', 'pool_size'];

/** Whether a setting names a store in PostgreSQL, well or badly. */
export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:/i.test(database);
}

/**
 * Reads `postgres://user:password@host1:5432,host2/database?target_session_attrs=any`, as libpq writes it. Throws a Fault
 * that says what to write instead; no message has the password.
 */
export function readPostgresUrl(text: string): PostgresAddress {
  const [, user = '', authority = '', path = '', query = ''] =
    /^postgres(?:ql)?:\/\/(?:([^@/?#\s]*)@)?([^@/?#\s]*)(?:\/([^@/?#\s]*))?(?:\?([^#\s]*))?$/i.exec(text) ?? [];
  const parameters = new URLSearchParams(query);
  const hosts = hostsOf(authority, parameters);
  if (path === '' || hosts.length === 0) {
    throw wrong(
      'it is not of the form postgres://user:password@host:5432/database; in user and password, letters such as @ : / ? # % are written as %40 %3A %2F %3F %23 %25',
    );
  }
  checkEscapes([user, authority, path, query]);
  const redacted = `postgres://${hosts.map(({ name }) => name).join(',')}/${path}`;
  const target = oneOf('target_session_attrs', parameters, Object.keys(TARGETS));
  const poolSize = Number(parameters.get('pool_size') ?? POOL_SIZE);
  if (!(Number.isInteger(poolSize) && poolSize >= 1 && poolSize <= 1000)) {
    throw wrong('pool_size is a whole number from 1 to 1000');
  }
  const unknown = [...parameters.keys()].filter((name) => !FOR_PG.includes(name) && !FOR_US.includes(name));
  if (unknown.length > 0) {
    throw wrong(`it has the parameter ${unknown[0]}; there are ${[...FOR_PG, ...FOR_US].sort().join(', ')}`);
  }
  if (oneOf('sslmode', parameters, SSL_MODES) === 'verify-ca' && !parameters.has('sslrootcert')) {
    throw wrong('sslmode=verify-ca needs sslrootcert=, the file of the certificate that signed the server’s');
  }
  const binding = oneOf('channel_binding', parameters, ['disable', 'prefer', 'require']) ?? 'disable';
  const forPg = parametersForPg(parameters);
  return {
    hosts: hosts.map(({ name, host }) => ({
      name,
      url: `postgres://${user === '' ? '' : `${user}@`}${host}/${path}?${forPg}`,
    })),
    target: TARGETS[target ?? ''] ?? (hosts.length > 1 ? 'primary' : 'any'),
    poolSize,
    channelBinding: binding !== 'disable',
    redacted,
  };
}

/** Each with its port; `host` and `port` among the parameters name them where the authority does not. */
function hostsOf(authority: string, parameters: URLSearchParams): { name: string; host: string }[] {
  const [named, ports] = [parameters.get('host') ?? '', parameters.get('port')?.split(',') ?? []];
  const written = authority === '' ? named.split(',').map(encodeURIComponent) : authority.split(',');
  return written
    .filter((host) => host !== '')
    .map((host, index) => {
      const [, name = '', own] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(host) ?? [];
      const port = own ?? ports[index] ?? ports[0] ?? '5432';
      if (!/^\d+$/.test(port)) throw wrong('a port is a number');
      return { name: `${decodeURIComponent(name)}:${port}`, host: `${name}:${port}` };
    });
}

/** pg reads sslmode in ways of its own unless it is told to read it as libpq does. */
function parametersForPg(parameters: URLSearchParams): string {
  const chosen = new URLSearchParams([...parameters].filter(([name]) => FOR_PG.includes(name)));
  chosen.set('application_name', parameters.get('application_name') ?? 'oai-pmh');
  const sslMode = parameters.get('sslmode');
  if (sslMode !== null && sslMode !== 'no-verify') chosen.set('uselibpqcompat', 'true');
  return chosen.toString().replaceAll('+', '%20');
}

function checkEscapes(parts: readonly string[]): void {
  try {
    parts.forEach(decodeURIComponent);
  } catch {
    throw wrong('a % in it does not begin an escape such as %40; a % itself is written as %25');
  }
}

function oneOf(name: string, parameters: URLSearchParams, words: readonly string[]): string | undefined {
  const value = parameters.get(name);
  if (value === null) return undefined;
  if (!words.includes(value)) throw wrong(`${name} is one of ${words.join(', ')}`);
  return value;
}

function wrong(what: string): Fault {
  return new Fault(`The URL of the store in OAI_DATABASE will not do: ${what}.`);
}
