import { iso6393To1, iso6393To2B } from 'iso-639-3';
import { codeTable, nameForms, nameTable } from './language-table.ts';

/** No name or tag is longer; longer text is not worth a look. */
const LONGEST = 100;

/** Groups of languages in ISO 639-2: good as a tag of a text, but no languages, so ISO 639-3 has none of them. */
const COLLECTIVE = new Set(
  (
    'afa alg apa art ath aus bad bai bat ber bih bnt btk cai cau cel cmc cpe cpf cpp crp cus day dra fiu gem inc ine ' +
    'ira iro kar khi kro map mkh mno mun myn nah nai nic nub oto paa phi pra roa sai sal sem sgn sio sit sla smi son ' +
    'ssa tai tup tut wak wen ypk znd'
  ).split(' '),
);

/** A primary subtag alone, as nearly all tags are. */
const BARE = /^[a-z]{2,3}$/;

/** What may follow the primary subtag in lower case (RFC 5646, 2.1): script, region, variants, extensions, private. */
const SUBTAGS =
  /^(?:-(?<script>[a-z]{4}))?(?:-(?<region>[a-z]{2}|[0-9]{3}))?(?<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)$/;

/** POSIX modifiers that name a script, as in `sr_RS@latin`. Others, such as `@euro`, say nothing about the text. */
const MODIFIER_SCRIPTS = new Map([
  ['latin', 'Latn'],
  ['cyrillic', 'Cyrl'],
]);

/**
 * The ISO 639-3 code of a language: `tur` for `Turkish`, `tr`, `tur`, `TR`, `tr_TR`. Takes English names, as CEEOL
 * and the Library of Congress print them, ISO 639-1, 639-2 (both kinds) and 639-3 codes, and BCP 47 tags by their
 * primary subtag. What is both is a code: `Mon` is Mongolian. Undefined when unknown; groups of languages are.
 */
export function languageCode(nameOrCode: string): string | undefined {
  const text = nameOrCode.trim();
  if (text === '' || text.length > LONGEST) return undefined;
  const code = codeTable().get(text.toLowerCase());
  if (code !== undefined) return code;
  for (const form of nameForms(text)) {
    const named = nameTable().get(form);
    if (named !== undefined) return named;
  }
  const tag = readTag(text);
  return tag && codeTable().get(tag.primary);
}

/** The primary subtag in BCP 47, which is the shortest code: `tr` for `tur`, `cnr` for `cnr`. */
export function languageTag(code639_3: string): string {
  return own(iso6393To1, code639_3) ?? code639_3;
}

/** The bibliographic code of ISO 639-2, as MARC has it: `gre` for `ell`. Undefined for the many that have none. */
export function bibliographicCode(code639_3: string): string | undefined {
  return own(iso6393To2B, code639_3);
}

/**
 * A BCP 47 tag, valid as xml:lang, from what people write: `tr-TR` from `tr_TR`, `tr` from `tur` or `Turkish`,
 * `sr-Latn-RS` from `sr_RS@latin`. Undefined for what is no tag, and for `und` and `mis`, which say nothing.
 */
export function toLanguageTag(value: string): string | undefined {
  const text = value.trim();
  if (text.length > LONGEST) return undefined;
  const tag = readTag(text);
  const primary = tag ? tagOfPrimary(tag.primary) : tagOfName(text);
  if (primary === undefined || primary === 'und' || primary === 'mis') return undefined;
  return primary + (tag?.subtags ?? '');
}

function tagOfPrimary(primary: string): string | undefined {
  const code = codeTable().get(primary);
  if (code !== undefined) return languageTag(code);
  return COLLECTIVE.has(primary) ? primary : undefined;
}

function tagOfName(name: string): string | undefined {
  const code = languageCode(name);
  return code === undefined ? undefined : languageTag(code);
}

/** Splits `tr_TR.UTF-8` or `sr-Latn`; undefined for what is not made like a tag. Letter case as BCP 47 recommends. */
function readTag(text: string): { primary: string; subtags: string } | undefined {
  if (BARE.test(text)) return { primary: text, subtags: '' };
  const [, locale = '', modifier = ''] = /^([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9-]+)?(?:@([A-Za-z]+))?$/.exec(text) ?? [];
  const [, primary = '', more = ''] = /^([a-z]{2,3})((?:-[a-z0-9]+)*)$/.exec(toTagCase(locale)) ?? [];
  const groups = SUBTAGS.exec(more)?.groups;
  if (primary === '' || !groups) return undefined;
  const { script, region, rest = '' } = groups;
  const scriptSubtag = script
    ? script.charAt(0).toUpperCase() + script.slice(1)
    : MODIFIER_SCRIPTS.get(modifier.toLowerCase());
  const subtags = [scriptSubtag, region?.toUpperCase()].map((subtag) => (subtag ? `-${subtag}` : ''));
  return { primary, subtags: subtags.join('') + rest };
}

function toTagCase(locale: string): string {
  return locale.toLowerCase().replaceAll('_', '-');
}

function own(table: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
