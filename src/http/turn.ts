import type { ServerResponse } from 'node:http';

const TURNS = new WeakMap<ServerResponse, () => Promise<void>>();

/** Makes an answer wait, before it is made, until `wait` is over. */
export function delayAnswer(response: ServerResponse, wait: () => Promise<void>): void {
  TURNS.set(response, wait);
}

/**
 * Waits until an answer may be made. To be called when a body has been read: while it is on its way, its request must not
 * keep others waiting.
 */
export async function takeTurn(response: ServerResponse): Promise<void> {
  await TURNS.get(response)?.();
}
