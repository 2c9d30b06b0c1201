import { languageCode, languageTag } from '../../items/language.ts';
import { readLanguages } from '../ceeol/read-languages.ts';
import { foldName } from './fold-name.ts';

/** Names of languages in German and Turkish, by ISO 639-3 code. English ones are known to items/language.ts. */
const NAMES: Readonly<Record<string, string>> = {
  ara: 'Arabisch Arapça',
  aze: 'Aserbaidschanisch Azerice Azerbaycanca',
  bos: 'Bosnisch Boşnakça',
  bul: 'Bulgarisch Bulgarca',
  ces: 'Tschechisch Çekçe',
  deu: 'Deutsch Almanca',
  ell: 'Griechisch Neugriechisch Yunanca Rumca',
  eng: 'Englisch İngilizce',
  fas: 'Persisch Farsça',
  fra: 'Französisch Fransızca',
  heb: 'Hebräisch İbranice',
  hrv: 'Kroatisch Hırvatça',
  hun: 'Ungarisch Macarca',
  hye: 'Armenisch Ermenice',
  ita: 'Italienisch İtalyanca',
  jpn: 'Japanisch Japonca',
  kat: 'Georgisch Gürcüce',
  kaz: 'Kasachisch Kazakça',
  kir: 'Kirgisisch Kırgızca',
  kur: 'Kurdisch Kürtçe',
  lat: 'Latein Lateinisch Latince',
  mkd: 'Mazedonisch Makedonca',
  nld: 'Niederländisch Felemenkçe Flemenkçe Hollandaca',
  ota: 'Osmanisch Osmanlıca',
  pol: 'Polnisch Lehçe Polonyaca',
  por: 'Portugiesisch Portekizce',
  ron: 'Rumänisch Rumence Romence',
  rus: 'Russisch Rusça',
  slk: 'Slowakisch Slovakça',
  slv: 'Slowenisch Slovence',
  spa: 'Spanisch İspanyolca',
  sqi: 'Albanisch Arnavutça',
  srp: 'Serbisch Sırpça',
  tur: 'Türkisch Türkçe',
  ukr: 'Ukrainisch Ukraynaca',
  uzb: 'Usbekisch Özbekçe',
  zho: 'Chinesisch Çince',
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([code, names]) => names.split(' ').map((name) => [foldName(name), code] as const)),
);

/** Codes that are taken for a language when they stand alone in a column name; `no` and `id` mean other things. */
const CODES = new Set(
  'ar az bg bs cs da de el en es fa fi fr he hr hu hy it ka kk ku ky la mk nl pl pt ro ru sk sl sq sr sv tr uk uz zh ara deu eng fra fre ger ita lat rus spa tur'.split(
    ' ',
  ),
);

/** The languages that a cell names in English, German or Turkish or by code, and the words that are none. */
export function readLanguageNames(text: string): { languages: string[]; unknown: string[] } {
  const { languages, unknown } = readLanguages(text);
  const found = new Set(languages);
  const others: string[] = [];
  for (const name of unknown) {
    const code = BY_NAME.get(foldName(name));
    if (code === undefined) others.push(name);
    else found.add(code);
  }
  return { languages: [...found], unknown: others };
}

/** The BCP 47 tag of a word in a column name: `en`, `English`, `englischer`, `İngilizce`. */
export function languageOfWord(word: string): string | undefined {
  const folded = foldName(word);
  if (folded.length < 4) return CODES.has(folded) ? languageTag(languageCode(folded) ?? folded) : undefined;
  const inflected = folded.replace(/(?<=isch|deutsch)e[mnrs]?$/, '');
  const code = BY_NAME.get(inflected) ?? languageCode(folded);
  return code === undefined ? undefined : languageTag(code);
}
