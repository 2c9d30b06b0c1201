import { isRepositoryIdentifier } from '../oai/identifier.ts';
import { LOG_LEVELS, setting } from './setting.ts';
import { addresses, integer, isHttpUrl, matching, oneOf } from './setting-readers.ts';

export type { Setting, SettingTypes } from './setting.ts';

export const DEMO_DATABASE = 'db/demo.sqlite';
export const DEMO_IDENTIFIER = 'demo.example.org';
export const DEMO_EMAIL = 'admin@example.org';

/** The shortest life of a token: aggregators want a day at least (CONFORMANCE TOK-27). */
const DAY = 86_400;

/** What the official validator takes for an address; it refuses +tags, one-letter names and upper-case TLDs. */
const EMAIL = /^\w[\w.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[a-z]{2,}$/;

const HOST = /^[A-Za-z0-9.:_-]+$/;

/** The one table of settings: configuration, --help and the documentation are made from it. */
export const SETTINGS = [
  setting({
    key: 'port',
    environment: 'PORT',
    flag: '--port',
    meaning: 'TCP port to listen on',
    default: '3000',
    read: (text) => integer(text, 0, 65_535),
  }),
  setting({
    key: 'host',
    environment: 'HOST',
    flag: '--host',
    meaning: 'address to listen on; 0.0.0.0 or :: for all',
    default: '127.0.0.1',
    read: (text) => matching(text, HOST, 'an IP address or a host name, such as 127.0.0.1'),
  }),
  setting({
    key: 'database',
    environment: 'OAI_DATABASE',
    flag: '--database',
    meaning: 'the store: path of an SQLite file, made when it does not exist, or URL of a PostgreSQL database',
    default: DEMO_DATABASE,
    defaultNote: 'the demo store',
    read: (text) => {
      if (/^[a-z]{2,}:\/\//i.test(text) && !/^postgres(ql)?:/i.test(text)) {
        throw new Error('a path of an SQLite file, or postgres://user:password@host/database');
      }
      return text;
    },
  }),
  setting({
    key: 'baseUrl',
    environment: 'OAI_BASE_URL',
    flag: '--base-url',
    meaning: 'the URL that harvesters use, shown in every answer',
    default: undefined,
    defaultNote: 'http://localhost:PORT/oai',
    read: (text) => {
      if (!isHttpUrl(text) || /[?#]/.test(text)) {
        throw new Error('a whole http(s) URL without ? and #, such as https://oai.example.org/oai');
      }
      return text;
    },
  }),
  setting({
    key: 'repositoryName',
    environment: 'OAI_REPOSITORY_NAME',
    meaning: 'name of the repository, for people',
    default: 'Demo repository',
    read: (text) => matching(text, /^[^\p{Cc}\p{Cs}\ufffe\uffff]+$/u, 'a name in one line'),
  }),
  setting({
    key: 'adminEmails',
    environment: 'OAI_ADMIN_EMAIL',
    meaning: 'e-mail address of whoever answers for the repository; several separated by commas',
    default: DEMO_EMAIL,
    read: (text) =>
      text
        .split(',')
        .map((address) =>
          matching(
            address.trim(),
            EMAIL,
            'plain addresses like oai@example.org (no name, no mailto:, no +tag: validators refuse these)',
          ),
        ),
  }),
  setting({
    key: 'repositoryIdentifier',
    environment: 'OAI_REPOSITORY_IDENTIFIER',
    meaning: 'your domain name, which stands in every identifier and can never change',
    default: DEMO_IDENTIFIER,
    read: (text) => {
      if (!isRepositoryIdentifier(text)) {
        throw new Error(
          'a domain name of two or more labels, each beginning with a letter, such as journals.example.org (no localhost, IP address or port)',
        );
      }
      return text;
    },
  }),
  setting({
    key: 'landingUrl',
    environment: 'OAI_LANDING_URL',
    meaning:
      'URL of the page of an item without a URL of its own; {id} stands for its id. Changing it re-dates records',
    default: undefined,
    defaultNote: '/items/{id} beside the base URL',
    read: (text) => {
      if (!isHttpUrl(text.replaceAll('{id}', 'id')) || !text.includes('{id}')) {
        throw new Error('a whole http(s) URL with {id} in it, such as https://journals.example.org/items/{id}');
      }
      return text;
    },
  }),
  setting({
    key: 'pageSize',
    environment: 'OAI_PAGE_SIZE',
    flag: '--page-size',
    meaning: 'most records on a page of a list; aggregators want 100 to 500',
    default: '100',
    read: (text) => integer(text, 1, 1000),
  }),
  setting({
    key: 'granularity',
    environment: 'OAI_GRANULARITY',
    meaning: 'unit of the datestamps: seconds or day',
    default: 'seconds',
    read: (text) => oneOf(text, ['seconds', 'day'] as const),
  }),
  setting({
    key: 'tokenTtl',
    environment: 'OAI_TOKEN_TTL',
    meaning: 'life of resumption tokens, 24h or more (such as 48h or 7d), or none',
    default: 'none',
    read: (text) => {
      if (text === 'none') return undefined;
      const [, count, unit = 's'] = /^(\d{1,9})(s|h|d)?$/.exec(text) ?? [];
      const seconds = Number(count) * (unit === 'd' ? DAY : unit === 'h' ? 3600 : 1);
      if (!(seconds >= DAY)) throw new Error('none, or 24h or more, such as 48h, 7d or 86400 (seconds)');
      return seconds;
    },
  }),
  setting({
    key: 'workers',
    environment: 'OAI_WORKERS',
    flag: '--workers',
    meaning: 'processes that answer, for servers with several cores; auto: one for each core',
    default: '1',
    read: (text) => (text === 'auto' ? text : integer(text, 1, 64, 'auto, or ')),
  }),
  setting({
    key: 'logLevel',
    environment: 'LOG_LEVEL',
    flag: '--log-level',
    meaning: `how much is logged: ${LOG_LEVELS.join(', ')}`,
    default: 'info',
    read: (text) => oneOf(text, LOG_LEVELS),
  }),
  setting({
    key: 'logAddresses',
    environment: 'OAI_LOG_ADDRESSES',
    meaning: 'addresses of clients in the log: short (their network only) or full',
    default: 'short',
    read: (text) => oneOf(text, ['short', 'full'] as const),
  }),
  setting({
    key: 'slowRequest',
    environment: 'OAI_SLOW_REQUEST',
    meaning: 'requests are logged as slow whose answers took this many milliseconds to be made; or none',
    default: '1000',
    read: (text) => (text === 'none' ? undefined : integer(text, 1, 600_000, 'none, or ')),
  }),
  setting({
    key: 'trustedProxies',
    environment: 'OAI_TRUSTED_PROXIES',
    meaning:
      'proxies whose X-Forwarded-For and X-Request-Id are believed: addresses, networks (10.0.0.0/8), loopback or private, separated by commas; or none',
    default: 'none',
    read: addresses,
  }),
  setting({
    key: 'rateLimit',
    environment: 'OAI_RATE_LIMIT',
    meaning: 'requests a second that one client may go on sending; or none',
    default: '20',
    read: (text) => (text === 'none' ? undefined : integer(text, 1, 100_000, 'none, or ')),
  }),
  setting({
    key: 'rateBurst',
    environment: 'OAI_RATE_BURST',
    meaning: 'requests that a client may send at once after a pause',
    default: '200',
    read: (text) => integer(text, 1, 1_000_000),
  }),
  setting({
    key: 'clientConcurrency',
    environment: 'OAI_CLIENT_CONCURRENCY',
    meaning: 'requests of one client that are answered at a time',
    default: '10',
    read: (text) => integer(text, 1, 10_000),
  }),
  setting({
    key: 'concurrency',
    environment: 'OAI_CONCURRENCY',
    meaning: 'answers that a process makes at a time; the others wait in a line',
    default: '8',
    read: (text) => integer(text, 1, 10_000),
  }),
  setting({
    key: 'clientConnections',
    environment: 'OAI_CLIENT_CONNECTIONS',
    meaning: 'connections that one client may have open',
    default: '50',
    read: (text) => integer(text, 1, 100_000),
  }),
  setting({
    key: 'allowList',
    environment: 'OAI_ALLOW_LIST',
    meaning: 'clients that are never limited: addresses, networks, loopback or private, separated by commas; or none',
    default: 'loopback',
    read: addresses,
  }),
  setting({
    key: 'operatorPort',
    environment: 'OAI_OPERATOR_PORT',
    meaning:
      'TCP port for the operator alone, with dashboard, metrics and health; auto: 10000 above the port of the endpoint, or another one that is free; or none',
    default: undefined,
    defaultNote: 'auto where only this machine reaches the endpoint, or there is a token; else none',
    read: (text) => (text === 'auto' || text === 'none' ? text : integer(text, 0, 65_535, 'auto, none, or ')),
  }),
  setting({
    key: 'operatorHost',
    environment: 'OAI_OPERATOR_HOST',
    meaning: 'address to listen on for the operator; any that others reach needs a token',
    default: '127.0.0.1',
    read: (text) => matching(text, HOST, 'an IP address or a host name, such as 127.0.0.1'),
  }),
  setting({
    key: 'operatorToken',
    environment: 'OAI_OPERATOR_TOKEN',
    meaning: 'what the operator must know, 16 characters or more: Bearer token, or password of Basic',
    default: 'none',
    secret: true,
    read: (text) =>
      text === 'none'
        ? undefined
        : matching(text, /^[!-~]{16,500}$/, '16 letters, digits and signs or more, without spaces'),
  }),
  setting({
    key: 'usage',
    environment: 'OAI_USAGE',
    meaning: 'file in which it is kept who harvests, what, and how far; or none',
    default: undefined,
    defaultNote: 'beside the store, as journals.usage.sqlite of journals.sqlite; none with PostgreSQL',
    read: (text) => (text === 'none' ? undefined : text),
  }),
  setting({
    key: 'usageAddresses',
    environment: 'OAI_USAGE_ADDRESSES',
    meaning: 'addresses of harvesters in that file: short (their network only), full or none',
    default: 'short',
    read: (text) => oneOf(text, ['short', 'full', 'none'] as const),
  }),
  setting({
    key: 'usageRetention',
    environment: 'OAI_USAGE_RETENTION',
    meaning: 'how many days the sums in it are kept; details go after 30 days',
    default: '400d',
    read: (text) => {
      const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
      if (!(Number(days) >= 1)) throw new Error('a number of days, such as 400d');
      return Number(days) * DAY;
    },
  }),
] as const;
