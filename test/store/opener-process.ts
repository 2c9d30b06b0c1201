import { join } from 'node:path';
import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';

/** Opens stores at moments that other processes have too: `node opener-process.ts <folder> <start in ms> <stores>`. */
const [folder = '', start = '', stores = ''] = process.argv.slice(2);
const APART = 60;

for (let number = 0; number < Number(stores); number += 1) {
  const moment = Number(start) + number * APART;
  while (Date.now() < moment);
  const store = await openStore(join(folder, `${number}.sqlite`), RECORD_LAYOUT, 1_000_000_000);
  await store.claimIdentifier('test.example.org');
  await store.readState();
  await store.noteRendering('{}', { before: undefined });
  await store.close();
}
