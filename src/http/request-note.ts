import type { ServerResponse } from 'node:http';
import type { RequestReport } from './request-report.ts';

/** What is known of a request while it is answered. */
export interface RequestNote extends Pick<RequestReport, 'requestId' | 'client' | 'kind' | 'refused' | 'oai'> {}

const NOTES = new WeakMap<ServerResponse, RequestNote>();

/** Begins the note of a request. */
export function beginNote(response: ServerResponse, note: RequestNote): void {
  NOTES.set(response, note);
}

/** The note of the request that is answered by this; undefined where nobody watches. */
export function noteOf(response: ServerResponse): RequestNote | undefined {
  return NOTES.get(response);
}

/** Adds what somebody knows of a request, for whoever watches. */
export function noteRequest(
  response: ServerResponse,
  part: Partial<Pick<RequestNote, 'kind' | 'refused' | 'oai'>>,
): void {
  const note = NOTES.get(response);
  if (note !== undefined) Object.assign(note, part);
}
