import { languageCode } from '../../items/language.ts';
import type { Draft } from './draft.ts';
import { texts } from './texts.ts';

/** Names of the LaTeX packages babel and polyglossia that are no names of languages elsewhere. */
const BABEL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    eng: 'american australian british canadian english newzealand ukenglish usenglish',
    deu: 'austrian german germanb naustrian ngerman nswissgerman swissgerman',
    fra: 'acadian canadien francais français frenchb',
    por: 'brazil brazilian brasil portuges portuguese',
    spa: 'castilian mexican spanishmx',
    ell: 'polutonikogreek',
    ind: 'bahasai bahasa indon',
    msa: 'bahasam malay melayu meyalu',
    lat: 'classiclatin ecclesiasticlatin medievallatin',
    nno: 'nynorsk',
    nob: 'bokmal norsk',
    rus: 'russianb',
    srp: 'serbianc',
    dsb: 'lowersorbian',
    hsb: 'uppersorbian',
    kmr: 'kurmanji',
    hun: 'magyar',
    slv: 'slovene',
  }).flatMap(([code, names]) => names.split(' ').map((name): [string, string] => [name, code])),
);

/** In UTF-16 code units; nobody names more languages than go into that. */
const LONGEST = 300;

/** The languages of the item from codes, tags, English names and the names of babel, several in one text too. */
export function readLanguages(draft: Draft, value: unknown): void {
  for (const text of texts(value)) {
    const whole = codeOf(text);
    if (whole === undefined && text.length > LONGEST) {
      draft.leaveOut('language', text, 'is too long for languages');
      continue;
    }
    const parts = whole === undefined ? text.split(/\s*(?:[;,/|]|\band\b)\s*/).filter((part) => part !== '') : [text];
    for (const part of parts.slice(0, 20)) {
      const code = whole ?? codeOf(part);
      if (code === undefined) draft.leaveOut('language', part, 'is not known here');
      else draft.add('languages', code);
    }
  }
}

function codeOf(text: string): string | undefined {
  return BABEL.get(text.toLowerCase()) ?? languageCode(text);
}
