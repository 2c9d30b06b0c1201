import type { Endpoint } from './endpoint.ts';
import { itemF, putAt } from './fixture-f.ts';

/** Puts items into a store of which one page is more than the system holds for a connection: 15 MB. */
export async function fillLarge(endpoint: Endpoint): Promise<void> {
  const text = 'The text of an abstract. '.repeat(4_000);
  for (let part = 0; part < 15; part += 1) {
    const items = Array.from({ length: 10 }, (_, index) => itemF(`large${part}-${index}`, { abstracts: [{ text }] }));
    await putAt(endpoint, '2026-02-01T00:00:00Z', ...items);
  }
}
