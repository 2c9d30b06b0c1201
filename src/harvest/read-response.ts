import type { OaiResponse } from './oai-response.ts';
import { ResponseReader } from './response-reader.ts';
import { UnreadableError, type UnreadableKind } from './unreadable-error.ts';

/**
 * Reads the body of an answer to its end, in pieces. Throws an UnreadableError, with the line, when it is no OAI-PMH
 * response to this verb or not valid UTF-8; and whatever the body throws. `longestRecord` is in UTF-16 code units.
 */
export async function readResponse(
  body: AsyncIterable<Buffer>,
  verb: 'Identify' | 'ListRecords',
  longestRecord: number,
): Promise<OaiResponse> {
  const reader = new ResponseReader(verb, longestRecord);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of body) reader.write(decoder.decode(chunk, { stream: true }));
    reader.write(decoder.decode());
    return reader.end();
  } catch (error) {
    if (error instanceof UnreadableError) throw located(error.message, reader.line, error.kind);
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw located('it is not valid UTF-8', reader.line, 'malformed');
    }
    throw error;
  }
}

function located(message: string, line: number, kind: UnreadableKind): UnreadableError {
  return new UnreadableError(`line ${line}: ${message}`, kind);
}
