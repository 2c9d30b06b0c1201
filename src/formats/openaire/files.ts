import type { Item } from '../../items/item.ts';
import { leaf, type Markup } from '../../xml/markup.ts';
import { COAR_ACCESS } from '../coar.ts';

/** What people read. `text/csv` and the like are none of it. */
const READABLE =
  /^(?:text\/(?:html|plain|xml|markdown|rtf)|application\/(?:pdf|xhtml\+xml|xml|epub\+zip|rtf|msword|postscript|x-tex|x-latex|jats\+xml|vnd\.oasis\.opendocument\.text|vnd\.openxmlformats-officedocument\.wordprocessingml\.document)|image\/vnd\.djvu)$/i;

/** Full texts and other files, under the terms of access of the whole. */
export function files({ files = [], access, type }: Item): (Markup | undefined)[] {
  const accessRightsURI = access && COAR_ACCESS[access.status].uri;
  return files.map(({ uri, mediaType }) =>
    leaf('oaire:file', uri, { accessRightsURI, mimeType: mediaType, objectType: objectType(type, mediaType) }),
  );
}

/** Undefined when nothing tells. */
function objectType(type: Item['type'], mediaType: string | undefined): string | undefined {
  if (type === 'dataset' || type === 'software') return type;
  if (mediaType === undefined) return undefined;
  return READABLE.test(mediaType) ? 'fulltext' : 'other';
}
