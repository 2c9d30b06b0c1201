/** What people write for a type, an access status or a version, by the word that the item has for it. */
type Words = Readonly<Record<string, readonly string[]>>;

/** Words that mean one thing here and another there, such as dissertation, are not in these tables. */
export const TYPE_WORDS: Words = {
  article: [
    ...['journal article', 'research article', 'original article', 'research paper', 'Artikel', 'Aufsatz'],
    ...['Zeitschriftenartikel', 'Zeitschriftenaufsatz', 'Makale', 'Araştırma Makalesi', 'Dergi Makalesi'],
  ],
  bachelorThesis: ["bachelor's thesis", 'bachelors thesis', 'Bachelorarbeit', 'Lisans Tezi'],
  masterThesis: ["master's thesis", 'masters thesis', 'Masterarbeit', 'Yüksek Lisans Tezi'],
  doctoralThesis: ['PhD thesis', 'doctoral dissertation', 'Doktorarbeit', 'Doktora Tezi'],
  book: ['monograph', 'Buch', 'Monographie', 'Monografie', 'Kitap'],
  bookPart: ['book chapter', 'chapter', 'book section', 'Buchkapitel', 'Buchbeitrag', 'Kitap Bölümü'],
  review: [
    'book review',
    'Rezension',
    'Buchbesprechung',
    'Kitap İncelemesi',
    'Kitap Tanıtımı',
    'Kitap Değerlendirmesi',
  ],
  conferenceObject: [
    ...['conference paper', 'conference item', 'conference poster', 'proceedings paper', 'Konferenzbeitrag'],
    ...['Tagungsbeitrag', 'Bildiri', 'Konferans Bildirisi'],
  ],
  lecture: ['Vortrag'],
  workingPaper: ['Arbeitspapier', 'Çalışma Kağıdı'],
  preprint: ['pre-print', 'Ön Baskı'],
  report: ['technical report', 'research report', 'Bericht', 'Forschungsbericht', 'Rapor', 'Teknik Rapor'],
  dataset: ['Datensatz', 'Forschungsdaten', 'Veri Seti', 'Veri Kümesi'],
  software: ['Yazılım'],
  other: ['Sonstiges', 'Diğer'],
};

export const ACCESS_WORDS: Words = {
  open: [
    ...[
      'free access',
      'gold',
      'diamond',
      'gold open access',
      'diamond open access',
      'frei zugänglich',
      'freier Zugang',
    ],
    ...['offen', 'Açık', 'Açık Erişim', 'Herkese Açık'],
  ],
  embargoed: ['embargo', 'under embargo', 'unter Embargo', 'Ambargolu', 'Ambargolu Erişim', 'Ambargo'],
  restricted: ['eingeschränkt', 'eingeschränkter Zugang', 'Kısıtlı', 'Kısıtlı Erişim'],
  closed: ['geschlossen', 'kein Zugang', 'Kapalı', 'Kapalı Erişim', 'Erişime Kapalı'],
};

export const VERSION_WORDS: Words = {
  submitted: ['SMUR', 'submitted manuscript', 'preprint', 'pre-print', 'Eingereichtes Manuskript', 'Ön Baskı'],
  accepted: [
    ...['AM', 'AAM', 'accepted manuscript', 'author accepted manuscript', 'postprint', 'post-print'],
    ...['Akzeptiertes Manuskript', 'Kabul Edilmiş Sürüm'],
  ],
  published: ['VoR', 'version of record', 'publisher version', 'Verlagsversion', 'Yayıncı Sürümü', 'Yayınlanmış Sürüm'],
};

/** Answers to a column that is named like a question, such as Open Access. */
export const YES_WORDS: readonly string[] = ['1', 'true', 'yes', 'y', 'x', 'ja', 'evet'];
export const NO_WORDS: readonly string[] = ['0', 'false', 'no', 'n', 'nein', 'hayır'];

/** What stands in a cell that says nothing. */
export const EMPTY_WORDS: readonly string[] = ['NULL', '\\N', 'N/A', '#N/A', 'NaN', '-', '--', '---', '–', '—'];
