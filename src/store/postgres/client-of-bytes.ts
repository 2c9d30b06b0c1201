import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { parse } from 'pg-protocol';
import { HEAD, Messages } from './messages.ts';

const DATA_ROW = 'D'.charCodeAt(0);

interface Internals extends EventEmitter {
  attachListeners(stream: EventEmitter): void;
}

/**
 * A client of pg that hands out the bytes of a row as they came. By itself, pg 8 reads each value as UTF-8, which
 * destroys those that are binary (github.com/brianc/node-postgres/issues/3495). All else that the server says is left to
 * pg's own parser. The bytes are read once the row is: they must be copied.
 */
export function clientOfBytes(config: pg.ClientConfig): pg.Client {
  const others = new EventEmitter();
  const messages = new Messages((message) => {
    if (message[0] === DATA_ROW) connection.emit('dataRow', { name: 'dataRow', fields: fieldsOf(message) });
    else others.emit('data', message);
  });
  const onread = {
    buffer: () => messages.room(),
    callback: (length: number) => {
      messages.came(length);
      return true;
    },
  };
  const client = new pg.Client({
    ...config,
    // What TLS deciphers cannot be read into memory of ours.
    stream: (({ ssl }: { ssl?: unknown }) => (ssl ? new Socket() : new Socket({ onread }))) as never,
  });
  const connection = client.connection as unknown as Internals;
  connection.attachListeners = (stream) => {
    parse(others as never, (message) => {
      connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
    });
    stream.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; ) {
        const bytes = chunk.copy(messages.room(), 0, at);
        messages.came(bytes);
        at += bytes;
      }
    });
  };
  return client;
}

function fieldsOf(row: Buffer): (Buffer | null)[] {
  const fields: (Buffer | null)[] = [];
  let at = HEAD + 2;
  for (let left = row.readInt16BE(HEAD); left > 0; left -= 1) {
    const length = row.readInt32BE(at);
    at += 4;
    fields.push(length === -1 ? null : row.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return fields;
}
