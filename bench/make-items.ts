import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { articleOf } from './article.ts';

/** Writes articles as JSON Lines, as `import` takes them; only those with an abstract, if they are so chosen. */
export async function makeItems(
  path: string,
  { from, count, items, withAbstract = false }: { from: number; count: number; items: number; withAbstract?: boolean },
): Promise<void> {
  await pipeline(function* () {
    for (let number = from, written = 0; written < count; number += 1) {
      const article = articleOf(number, items);
      if (withAbstract && article.abstracts.length === 0) continue;
      written += 1;
      yield `${JSON.stringify(article)}\n`;
    }
  }, createWriteStream(path));
}
