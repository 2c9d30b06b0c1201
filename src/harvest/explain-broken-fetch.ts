import { Fault } from '../fault.ts';
import { PassingFault } from './passing-fault.ts';

/** What OpenSSL and Node call the ways in which a certificate or a handshake is no good. */
const TLS =
  /^(?:CERT_|CRL_|ERROR_IN_C|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|EPROTO)/;

/** System errors in words; what is not here is told by its code. */
const WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'cannot be looked up just now',
  ECONNREFUSED: 'does not take connections',
  ECONNRESET: 'broke off the connection',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ERR_STREAM_PREMATURE_CLOSE: 'broke off the connection',
  ETIMEDOUT: 'cannot be reached in time',
  Z_BUF_ERROR: 'broke off in the middle of compressed bytes',
};

/**
 * What Node throws when a fetch fails, as a Fault that names the redacted address `who`: a PassingFault when it may
 * pass. A fetch that was ended by its signal throws the signal's reason; an error that is not of the network is a bug
 * of ours and comes back as it is.
 */
export function explainBrokenFetch(error: unknown, who: string, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof Fault) return error;
  if ((error as Error).name === 'URIError') {
    return new Fault(`${who} has a user or a password with a % that begins no escape: write it as %25.`);
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ERR_INVALID_CHAR') {
    return new Fault(
      `${who} cannot be asked: the User-Agent or the contact holds a character that no header can hold.`,
    );
  }
  if (code === 'ENOTFOUND') return new Fault(`${who} cannot be fetched: there is no host of this name.`);
  if (TLS.test(code)) return new Fault(`${who} cannot be fetched: there is no trusted connection (${code}).`);
  const words = WORDS[code];
  if (words !== undefined) return new PassingFault(`${who} ${words} (${code}).`);
  if (code.startsWith('Z_')) return new PassingFault(`${who} sent compressed bytes that cannot be read (${code}).`);
  if (code.startsWith('HPE_')) return new PassingFault(`${who} does not answer in proper HTTP (${code}).`);
  if (/^E(?!RR_)[A-Z0-9_]+$/.test(code)) return new PassingFault(`${who} cannot be fetched (${code}).`);
  return error;
}
