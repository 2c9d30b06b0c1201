import { Fault } from '../../fault.ts';
import { StoreDamaged } from '../damaged.ts';
import { StoreBusy } from '../store.ts';

/** What pg throws: the server's words with their SQLSTATE in `code`, or what befell the connection. */
interface PostgresError extends Error {
  code?: string;
  severity?: string;
  /** Of what Node could not do. */
  syscall?: string;
  path?: string;
  /** The function of the server's source that says so. */
  routine?: string;
}

/** Codes of Node's TLS for a certificate that does not hold. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/;

/** What pg says, without a code, of a connection that is no more. */
const LOST =
  /^(Connection terminated|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** What the server says, in whatever language, of a statement whose columns a new schema has changed: prepare it anew. */
const OUTDATED = 'RevalidateCachedQuery';

/** What the server says when the parts of a long value are not all there. */
const TORN = /chunk .*toast value/;

/** Codes of Node for a host that cannot be reached, or not any more. */
const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOENT',
  'EADDRNOTAVAIL',
  'EPROTO',
];

/** The connection is gone, or of no more use: the server said so, or nothing at all. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', severity, message = '', routine } = error as PostgresError;
  if (severity === 'FATAL' || routine === OUTDATED) return true;
  return /^(08|57P|25P03)/.test(code) || UNREACHABLE.includes(code) || LOST.test(message);
}

/**
 * Turns what pg and PostgreSQL say into one sentence for a person; what is neither's fault is passed on. StoreBusy: it
 * may pass by itself. Fault: somebody must do something. `place` is where the store is, without a password.
 */
export function explainPostgresError(error: unknown, place: string): unknown {
  if (error instanceof Fault || error instanceof StoreBusy) return error;
  if (error instanceof StoreDamaged) return damaged(error.message, place);
  const { code = '', message = '', severity, syscall, path } = error as PostgresError;
  if (syscall === 'open') return new Fault(`The file ${path} cannot be read (${code}). OAI_DATABASE names it.`);
  return severity === undefined
    ? explainConnection(error, code, message, place)
    : explainState(error, code, message, place);
}

function explainConnection(error: unknown, code: string, message: string, place: string): unknown {
  if (code === 'EPROTO') {
    return new Fault(
      `${place} and this program found no common way to encrypt (${message.trim()}). Look at ssl_min_protocol_version there.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new Fault(`This user may not connect to ${place} (${message}). Let it read and write the socket.`);
  }
  if (UNREACHABLE.includes(code) || LOST.test(message)) {
    const what = code === '' ? message : code;
    return new StoreBusy(
      `PostgreSQL cannot be reached at ${place} (${what}). Look whether it runs there and lets this machine in.`,
    );
  }
  if (CERTIFICATE.test(code)) {
    return new Fault(
      `The certificate of ${place} cannot be verified (${message}). Name the one that signed it with sslrootcert= in OAI_DATABASE.`,
    );
  }
  if (/SSL connection/.test(message)) {
    return new Fault(
      `${place} does not take connections by TLS. Set it up there, or write sslmode=disable in OAI_DATABASE.`,
    );
  }
  if (message.startsWith('SASL')) {
    return new Fault(
      `${place} did not accept the password, or none is given (${message}). Write it in OAI_DATABASE, as postgres://user:password@host/database.`,
    );
  }
  return error;
}

function explainState(error: unknown, code: string, message: string, place: string): unknown {
  switch (code) {
    case '28000':
    case '28P01':
      return new Fault(
        `${place} does not let us in (${message}). Put user and password in OAI_DATABASE right, and look at pg_hba.conf there.`,
      );
    case '3D000':
      return new Fault(`There is no database for the store ${place} (${message}). Make it with createdb.`);
    case '42501':
      return new Fault(
        `The user in OAI_DATABASE lacks a right on ${place} (${message}). Make it the owner of the store's tables and of their schema.`,
      );
    case '3F000':
    case '42703':
    case '42P01':
      if (message.includes('pg_temp')) {
        return new Fault(
          `The connection to ${place} was lost, and with it the note of what this run has seen. Nothing was deleted; run it again.`,
        );
      }
      return new Fault(`The store ${place} lacks a table or a column (${message}). Put back a backup of it.`);
    case '25006':
      return new StoreBusy(`${place} takes no writes now: it is a standby or read-only (${message}).`);
    case '53300':
      return new StoreBusy(
        `${place} has no free connection (${message}). Raise max_connections there, or lower pool_size in OAI_DATABASE.`,
      );
    case '53100':
      return new Fault(
        `The disk of ${place} is full (${message}). Nothing of this batch was written; make room and run it again.`,
      );
    case '58030':
    case '58P01':
      return new Fault(`${place} could not read or write its files (${message}). Look at its disk and at its log.`);
    case '54000':
      return new Fault(`A value is too large for ${place} (${message}). Nothing of this batch was written.`);
    case '22021':
    case '22P05':
      return new Fault(`A text has a character that ${place} cannot keep (${message}). Nothing of it was written.`);
    case '40001':
      return new StoreBusy(`${place} could not keep what was being read as it was (${message}). Try again.`);
    case '55P03':
    case '40P01':
      return new StoreBusy(`The store ${place} is locked by another process. Try again when that has finished.`);
    case '57014':
      return new StoreBusy(`${place} took too long to answer (${message}).`);
    case '26000':
    case '42P05':
      return mixedUp(message, place);
    case 'XX001':
    case 'XX002':
      return damaged(message, place);
    default:
      if (code === 'XX000' && TORN.test(message)) return damaged(message, place);
      return isConnectionLost(error) || code.startsWith('53')
        ? new StoreBusy(`${place} cannot answer now (${message}). Try again shortly.`)
        : error;
  }
}

/** Each transaction is given another connection, without the settings, prepared statements and notes of the first one. */
export function mixedUp(sign: string, place: string): Fault {
  return new Fault(
    `At ${place} a pooler gives out connections by the transaction (${sign}). Set it to session mode (PgBouncer: pool_mode = session), or name the server itself in OAI_DATABASE.`,
  );
}

function damaged(message: string, place: string): Fault {
  return new Fault(`The store ${place} is damaged (${message}). Put back a backup of it.`);
}
