/** Writes docs/item.schema.json from src/items/item.ts. Run it after each change there: `node scripts/item-schema.ts` */
import { writeFileSync } from 'node:fs';
import { ItemSchema } from '../src/items/item.ts';

const file = new URL('../docs/item.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(ItemSchema, null, 2)}\n`);
console.log('Written: docs/item.schema.json');
