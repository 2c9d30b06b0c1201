import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'basic-auth';
import type { RequestHandler, Response } from 'express';
import type { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import { AddressList } from '../address-list.ts';
import { clientAddress } from '../http/client-address.ts';
import { fullBucket } from '../http/full-bucket.ts';
import { clientNetwork } from '../http/short-address.ts';

/** Wrong tokens that a client may send at once, and in each minute from then on. */
const ATTEMPTS = 10;
/** Seconds until the next attempt makes sense, for whoever has used them up. */
const PAUSE = 60 / ATTEMPTS;

/** Headers that proxies add. */
const OF_PROXIES = /^(x-forwarded-.*|forwarded|via|x-real-ip|.*-(client|connecting)-ip)$/;
const LOOPBACK = new AddressList(['loopback']);

/**
 * Lets in who knows the token: as Bearer, or as the password of Basic, which browsers ask for. Without a token the
 * server is reached from this machine only, and takes what was meant for it: a page elsewhere whose name leads here (DNS
 * rebinding) and a proxy that passes on the requests of others are turned away. Clients are told apart past trusted proxies.
 */
export function guard(token: string | undefined, trustedProxies: readonly string[] = []): RequestHandler {
  const trusted = new AddressList(trustedProxies);
  const attempts = new LRUCache<string, TokenBucket>({ max: 1_000 });
  return (request, response, next) => {
    if (token === undefined) {
      const fault = faultOfLocal(request);
      if (fault === undefined) next();
      else refuse(response, 403, fault);
      return;
    }
    const client = clientNetwork(clientAddress(request, trusted));
    const left = attempts.get(client) ?? fullBucket(ATTEMPTS, ATTEMPTS / 60);
    attempts.set(client, left);
    left.drip();
    if (left.content < 1) {
      response.set('Retry-After', String(PAUSE));
      refuse(response, 503, 'Too many wrong tokens. Wait a minute.');
      return;
    }
    const given = tokenOf(request);
    if (given !== undefined && isSame(given, token)) {
      next();
      return;
    }
    // A browser that asks for the first time has not guessed anything.
    if (given !== undefined) left.tryRemoveTokens(1);
    response.set('WWW-Authenticate', 'Basic realm="oai-pmh operator", charset="UTF-8"');
    refuse(response, 401, 'Send OAI_OPERATOR_TOKEN as Bearer token, or as password with any name.');
  };
}

function faultOfLocal({ headers, httpVersion }: IncomingMessage): string | undefined {
  // nginx names itself by no header where it is not told to, but speaks HTTP/1.0 then, as nobody else does any more.
  if (httpVersion === '1.0' || Object.keys(headers).some((name) => OF_PROXIES.test(name)))
    return 'This came through a proxy, which others may reach. Set OAI_OPERATOR_TOKEN.';
  const { hostname = '' } = URL.parse(`http://${headers.host ?? ''}`) ?? {};
  if (hostname === 'localhost' || LOOPBACK.has(hostname.replace(/^\[|\]$/g, ''))) return undefined;
  return 'This is for people on this machine: open it at localhost, or set OAI_OPERATOR_TOKEN.';
}

function tokenOf({ headers: { authorization = '' } }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? parse(authorization)?.pass;
}

/** In constant time, whatever lengths they have. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain').send(`${text}\n`);
}
