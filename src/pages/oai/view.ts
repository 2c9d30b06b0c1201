import type { Argument } from '../../oai/arguments.ts';
import type { MetadataFormat } from '../../oai/metadata-format.ts';
import type { Markup } from '../html.ts';
import type { Place } from '../html-page.ts';
import type { Site } from '../site.ts';

/** What was asked, and what else a page of the answer needs. */
export interface View {
  site: Site;
  /** The arguments as they came. */
  given: readonly Argument[];
  /** Where the same answer is as XML; undefined where the request is too long for a URL. */
  xmlPath: string | undefined;
  /** Where forms of requests go. */
  formPath: string;
  /** Formats that are offered. */
  offered: readonly MetadataFormat[];
  /** metadataPrefixes of the item that was asked for; undefined where it was none. */
  ofItem?: readonly string[] | undefined;
}

/** What a page says of an answer, below its heading. */
export interface AnswerView {
  title: string;
  /** The language of the title: undefined where it is not known, left out where it is ours. */
  lang?: string | undefined;
  place?: Place | undefined;
  body: Markup;
}

/** The value of an argument as it came, where it came once at least. */
export function givenValue({ given }: Pick<View, 'given'>, name: string): string | undefined {
  return given.find((argument) => argument.name === name)?.value;
}
