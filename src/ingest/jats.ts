import type { ImportFormat } from './import-format.ts';
import { mapArticle } from './jats/map-article.ts';
import { readArticles } from './jats/read-articles.ts';

const ARTICLE = /<(?:[\w.-]+:)?article[\s>]/;
const SIGNS =
  /<(?:[\w.-]+:)?(?:article-meta|journal-meta|front)[\s>]|\sdtd-version=|\sarticle-type=|<!DOCTYPE[^>]*(?:JATS|NLM)/i;

/** Articles in JATS or its ancestor, the NLM's DTDs: one a file, or several within any other element. */
export const jats: ImportFormat = {
  name: 'jats',
  title: 'articles in JATS XML, one or several a file',
  identifierFromPath: false,

  recognises(head) {
    return /^\s*</.test(head) && !/<(?:[\w.-]+:)?OAI-PMH[\s>]/.test(head) && ARTICLE.test(head) && SIGNS.test(head);
  },

  async *read(file) {
    // Read to the end once: a file that breaks off in its last line must not leave its first articles behind.
    let articles = 0;
    for await (const _ of readArticles(file)) articles += 1;
    const fallbackId = articles === 1 ? file.localId : undefined;
    for await (const article of readArticles(file)) yield* mapArticle(article, fallbackId);
  },
};
