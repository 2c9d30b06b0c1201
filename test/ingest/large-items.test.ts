import { Intake } from '../../src/ingest/intake.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, FIXTURE_FORMATS } from '../support/fixture-f.ts';

test.each([
  ['items', (text: string) => ({ abstracts: [{ text }] }), undefined],
  ['records kept as they came', () => ({}), (text: string) => ({ payloads: { own: `<a>${text}</a>` } })],
])('a batch of large %s ends early, so that memory does not grow with them', async (_what, item, verbatim) => {
  const endpoint = await Endpoint.start({ formats: FIXTURE_FORMATS });
  try {
    const parts = { store: endpoint.store, cataloguing: CATALOGUING, clock: endpoint.clock };
    const intake = new Intake(parts, { source: 'import', sets: [] }, () => {});
    const text = 'word '.repeat(80_000);
    const written: number[] = [];
    for (let line = 1; line <= 12; line += 1) {
      const found = { identifier: `large-${line}`, titles: [{ text: 'T' }], ...item(text) };
      const arrival = { kind: 'item', line, item: found, ...(verbatim ? { verbatim: verbatim(text) } : {}) } as const;
      if (await intake.take(arrival, 'file')) written.push(line);
    }
    await intake.flush();
    expect(written).toEqual([3, 6, 9, 12]);
    expect(intake.records).toBe(12);
  } finally {
    await endpoint.stop();
  }
});
