import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { parse } from 'pg-protocol';

/** Of a message: its letter, and its length without the letter. */
const HEAD = 5;
const DATA_ROW = 'D'.charCodeAt(0);

interface Internals extends EventEmitter {
  attachListeners(stream: EventEmitter): void;
}

/**
 * Makes a client of pg, before it connects, hand out the bytes of a row as they came. By itself, pg 8 reads each value
 * as UTF-8, which destroys those that are binary (github.com/brianc/node-postgres/issues/3495). All else that the server
 * says is left to pg's own parser.
 */
export function readRowsAsBytes(client: pg.Client): void {
  const connection = client.connection as unknown as Internals;
  connection.attachListeners = (stream) => {
    const others = new EventEmitter();
    parse(others as never, (message) => {
      connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
    });
    let chunks: Buffer[] = [];
    let length = 0;
    let wanted = HEAD;
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      // A large row comes in many chunks, which are joined once.
      if (length < wanted) return;
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, length);
      let at = 0;
      for (let end = endOf(bytes, at); end <= bytes.length; end = endOf(bytes, at)) {
        if (bytes[at] === DATA_ROW) connection.emit('dataRow', { name: 'dataRow', fields: fieldsOf(bytes, at) });
        else others.emit('data', bytes.subarray(at, end));
        at = end;
      }
      const rest = bytes.subarray(at);
      chunks = rest.length === 0 ? [] : [rest];
      length = rest.length;
      wanted = Math.max(endOf(rest, 0), HEAD);
    });
  };
}

/** Where the message ends that begins there; beyond all bytes when they do not tell. */
function endOf(bytes: Buffer, at: number): number {
  return bytes.length - at < HEAD ? bytes.length + 1 : at + 1 + bytes.readUInt32BE(at + 1);
}

function fieldsOf(bytes: Buffer, message: number): (Buffer | null)[] {
  const fields: (Buffer | null)[] = [];
  let at = message + HEAD + 2;
  for (let left = bytes.readInt16BE(message + HEAD); left > 0; left -= 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    fields.push(length === -1 ? null : bytes.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return fields;
}
