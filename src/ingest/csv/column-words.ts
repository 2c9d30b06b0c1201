import type { TargetName } from './target.ts';

/**
 * Names that columns have, by what they are: English, German, Turkish, and Dublin Core as DSpace and others write it
 * (without its `dc.`). Compared folded, so `Author(s)`, `AUTHORS` and `authors` are one. Where the same name could
 * mean two things it stands here only if one of them is by far the more usual.
 */
export const COLUMN_WORDS: { readonly [target in TargetName]?: readonly string[] } = {
  identifier: [
    ...['id', 'identifier', 'item id', 'record id', 'article id', 'unique id', 'local id', 'oai identifier', 'uuid'],
    ...['publication id', 'submission id', 'Kennung', 'Datensatz-ID', 'Datensatznummer', 'Artikel-ID'],
    ...['Kimlik', 'Kayıt No', 'Kayıt Numarası', 'Makale ID', 'Eser No'],
  ],
  title: [
    ...['title', 'main title', 'article title', 'item title', 'document title', 'title proper', 'thesis title'],
    ...['Titel', 'Haupttitel', 'Aufsatztitel', 'Artikeltitel', 'Sachtitel'],
    ...['Başlık', 'Makale Başlığı', 'Makale Adı', 'Eser Adı', 'Eser Başlığı', 'Tez Adı', 'Tez Başlığı', 'Yayın Adı'],
  ],
  subtitle: ['subtitle', 'article subtitle', 'Untertitel', 'Zusatz zum Titel', 'Alt Başlık'],
  translatedTitle: ['translated title', 'title translation', 'Übersetzter Titel', 'Paralleltitel', 'Çeviri Başlık'],
  alternativeTitle: [
    ...['alternative title', 'title alternative', 'alternative', 'other title', 'parallel title'],
    ...['Nebentitel', 'Weiterer Titel', 'Diğer Başlık', 'Alternatif Başlık'],
  ],
  author: [
    ...['author', 'authors', 'author(s)', 'creator', 'creators', 'contributor author', 'author name', 'author names'],
    ...['author full name', 'author full names', 'list of authors'],
    ...[
      'Autor',
      'Autoren',
      'Autor(en)',
      'Autorin',
      'Autor/in',
      'Autor*innen',
      'AutorInnen',
      'Verfasser',
      'Verfasserin',
    ],
    ...['Verfasser/in', 'Urheber', 'Yazar', 'Yazarlar', 'Yazar(lar)', 'Yazarı', 'Yazar Adı', 'Tez Yazarı', 'Müellif'],
  ],
  'author.family': [
    ...['last name', 'surname', 'family name', 'author last name', 'author surname', 'author family name'],
    ...['Nachname', 'Familienname', 'Soyad', 'Soyadı', 'Yazar Soyadı'],
  ],
  'author.given': [
    ...['first name', 'given name', 'given names', 'forename', 'author first name', 'author given name', 'Vorname'],
    ...['Vornamen', 'Ad', 'Adı', 'İsim'],
  ],
  'author.orcid': ['orcid', 'orcids', 'orcid id', 'author orcid', 'author orcids', 'identifier orcid', 'Yazar ORCID'],
  'author.affiliation': [
    ...['affiliation', 'affiliations', 'author affiliation', 'author affiliations', 'Affiliation des Autors'],
    ...['Yazar Kurumu', 'Yazarın Kurumu', 'Kurum Bilgisi'],
  ],
  editor: [
    ...['editor', 'editors', 'editor(s)', 'contributor editor', 'Herausgeber', 'Herausgeberin', 'Herausgeber/in'],
    ...['Hrsg', 'Editör', 'Editörler', 'Editör(ler)', 'Derleyen'],
  ],
  translator: ['translator', 'translators', 'contributor translator', 'Übersetzer', 'Çevirmen', 'Çeviren', 'Mütercim'],
  contributor: [
    ...['contributor', 'contributors', 'contributor other', 'contributor advisor', 'advisor', 'supervisor'],
    ...['Mitwirkende', 'Beteiligte', 'Betreuer', 'Betreuerin', 'Danışman', 'Tez Danışmanı', 'Katkıda Bulunan'],
    'Katkıda Bulunanlar',
  ],
  sponsor: ['sponsor', 'sponsors'],
  abstract: [
    ...['abstract', 'abstracts', 'summary', 'summary/abstract', 'description abstract', 'description'],
    ...['Zusammenfassung', 'Abstrakt', 'Kurzfassung', 'Beschreibung', 'Özet', 'Öz', 'Açıklama'],
  ],
  keywords: [
    ...['keyword', 'keywords', 'key words', 'author keywords', 'tag', 'tags', 'dc subject', 'dcterms subject'],
    ...['subject keywords', 'Schlagwort', 'Schlagworte', 'Schlagwörter', 'Schlagwoerter', 'Stichwörter', 'Stichworte'],
    ...['Schlüsselwörter', 'Schluesselwoerter', 'Anahtar Kelime', 'Anahtar Kelimeler', 'Anahtar Sözcükler'],
  ],
  subject: [
    ...['subject', 'subjects', 'subject(s)', 'subject heading', 'subject headings', 'subject terms', 'topic', 'topics'],
    ...['Thema', 'Themen', 'Sachgebiet', 'Sachgebiete', 'Konu', 'Konular', 'Konu Başlığı', 'Konu Başlıkları'],
  ],
  coverage: ['coverage', 'coverage spatial', 'coverage temporal', 'spatial', 'temporal', 'spatial coverage', 'Kapsam'],
  language: [
    ...['language', 'languages', 'language iso', 'language code', 'language of text', 'text language', 'lang'],
    ...['Sprache', 'Sprachen', 'Dil', 'Dili', 'Diller', 'Yayın Dili', 'Metin Dili', 'Makale Dili', 'Eser Dili'],
  ],
  issued: [
    ...['issued', 'date issued', 'date', 'year', 'publication date', 'publication year', 'date of publication'],
    ...['year of publication', 'date published', 'published', 'publish date', 'pub date', 'pub year', 'published date'],
    ...[
      'issue date',
      'Jahr',
      'Datum',
      'Erscheinungsjahr',
      'Erscheinungsdatum',
      'Publikationsjahr',
      'Publikationsdatum',
    ],
    ...[
      'Veröffentlichungsdatum',
      'Veröffentlicht am',
      'Yıl',
      'Yılı',
      'Tarih',
      'Yayın Yılı',
      'Yayın Tarihi',
      'Basım Yılı',
    ],
    ...['Yayım Yılı', 'Yayım Tarihi', 'Yayımlanma Tarihi', 'Yayınlanma Tarihi', 'Basım Tarihi'],
  ],
  created: ['dc date created', 'dcterms created'],
  submitted: [
    ...['date submitted', 'submission date', 'submitted', 'date received', 'received', 'Eingereicht am'],
    ...['Einreichungsdatum', 'Gönderim Tarihi', 'Geliş Tarihi', 'Başvuru Tarihi'],
  ],
  accepted: ['date accepted', 'acceptance date', 'accepted', 'Angenommen am', 'Annahmedatum', 'Kabul Tarihi'],
  publisher: ['publisher', 'published by', 'Verlag', 'Verleger', 'Yayıncı', 'Yayınevi', 'Yayımcı', 'Yayımlayan'],
  journal: [
    ...['journal', 'journal title', 'journal name', 'source title', 'publication title', 'container title', 'magazine'],
    ...['relation journal', 'periodical', 'Zeitschrift', 'Zeitschriftentitel', 'Dergi', 'Dergi Adı', 'Dergi Başlığı'],
  ],
  issn: ['issn', 'p-issn', 'print issn', 'issn print', 'identifier issn', 'journal issn', 'relation issn', 'issn-l'],
  eissn: ['eissn', 'e-issn', 'online issn', 'electronic issn', 'issn online', 'issn electronic', 'identifier eissn'],
  volume: [
    ...['volume', 'vol', 'volume number', 'journal volume', 'citation volume', 'identifier volume', 'Band', 'Jahrgang'],
    ...['Bandnummer', 'Cilt', 'Cilt No', 'Cilt Numarası'],
  ],
  issue: [
    ...[
      'issue',
      'issue no',
      'issue number',
      'journal issue',
      'citation issue',
      'identifier issue',
      'Heft',
      'Heftnummer',
    ],
    ...['Ausgabe', 'Sayı', 'Sayı No', 'Sayısı'],
  ],
  pages: [
    ...['pages', 'page range', 'page numbers', 'pp', 'Seiten', 'Seitenbereich', 'Seitenangabe', 'Sayfa', 'Sayfalar'],
    ...['Sayfa Aralığı', 'Sayfa No', 'Sayfa Numaraları'],
  ],
  firstPage: [
    ...['first page', 'start page', 'page start', 'beginning page', 'from page', 'page from', 'citation start page'],
    ...[
      'citation startpage',
      'identifier startpage',
      'spage',
      'Erste Seite',
      'Startseite',
      'Anfangsseite',
      'Von Seite',
    ],
    ...['İlk Sayfa', 'Başlangıç Sayfası'],
  ],
  lastPage: [
    ...['last page', 'end page', 'page end', 'ending page', 'to page', 'page to', 'citation end page'],
    ...['citation endpage', 'identifier endpage', 'epage', 'Letzte Seite', 'Endseite', 'Bis Seite'],
    ...['Son Sayfa', 'Bitiş Sayfası'],
  ],
  articleNumber: ['article number', 'article no', 'art no', 'Artikelnummer', 'Makale Numarası', 'Makale No'],
  citation: [
    ...['citation', 'bibliographic citation', 'identifier citation', 'dc source', 'dcterms bibliographicCitation'],
    ...['Zitation', 'Zitierweise', 'Quellenangabe', 'Künye', 'Atıf'],
  ],
  pageCount: [
    ...['page count', 'pagecount', 'number of pages', 'no of pages', 'num pages', 'total pages'],
    ...['Seitenzahl', 'Seitenanzahl', 'Anzahl Seiten', 'Sayfa Sayısı'],
  ],
  extent: ['extent', 'format extent', 'Umfang', 'Physische Beschreibung'],
  type: [
    ...['type', 'document type', 'doc type', 'item type', 'publication type', 'resource type', 'article type', 'genre'],
    ...['Dokumenttyp', 'Dokumentart', 'Publikationstyp', 'Publikationsart', 'Typ', 'Tür', 'Türü', 'Yayın Türü'],
    ...['Belge Türü', 'Eser Türü', 'Makale Türü', 'Doküman Türü'],
  ],
  version: ['version', 'type version', 'publication version', 'oaire version', 'Fassung', 'Sürüm'],
  doi: ['doi', 'identifier doi', 'article doi', 'doi number', 'doi link', 'DOI Numarası', 'DOI No'],
  isbn: ['isbn', 'identifier isbn', 'isbn 13', 'isbn 10', 'isbns'],
  otherIdentifier: ['dc identifier', 'dcterms identifier', 'identifier other', 'other identifier'],
  url: [
    ...['url', 'uri', 'link', 'web link', 'weblink', 'landing page', 'landing page url', 'article url', 'item url'],
    ...['identifier uri', 'permalink', 'web address', 'Webadresse', 'Internetadresse', 'Adres', 'Bağlantı'],
    ...['Web Adresi', 'İnternet Adresi', 'Erişim Adresi', 'Makale Linki'],
  ],
  file: [
    ...[
      'file',
      'file url',
      'file link',
      'full text',
      'full text url',
      'full text link',
      'fulltext url',
      'download url',
    ],
    ...['Datei', 'Volltext', 'Volltext-URL', 'Volltextlink', 'Dosya', 'Tam Metin', 'Tam Metin URL', 'Tam Metin Linki'],
  ],
  access: [
    ...['access', 'access rights', 'access right', 'access status', 'rights accessrights', 'open access', 'openaccess'],
    ...[
      'is open access',
      'oa status',
      'Zugang',
      'Zugriff',
      'Zugriffsrechte',
      'Zugangsstatus',
      'Erişim',
      'Erişim Hakkı',
    ],
    ...['Erişim Durumu', 'Erişim Türü', 'Açık Erişim'],
  ],
  embargoEnd: [
    ...[
      'embargo',
      'embargo end',
      'embargo end date',
      'embargo date',
      'embargo until',
      'embargo lift',
      'embargo lift date',
    ],
    ...['date embargo', 'embargo release date', 'Embargo bis', 'Embargoende', 'Sperrfrist', 'Sperrfrist bis'],
    ...['Embargo Bitiş Tarihi', 'Embargo Tarihi', 'Ambargo Tarihi'],
  ],
  licence: [
    ...[
      'license',
      'licence',
      'license url',
      'licence url',
      'license uri',
      'licence uri',
      'rights license',
      'rights uri',
    ],
    ...['cc license', 'cc licence', 'Lizenz', 'Lizenz-URL', 'Lisans', 'Lisans URL'],
  ],
  rights: [
    'rights',
    'rights statement',
    'copyright',
    'Rechte',
    'Rechteangabe',
    'Haklar',
    'Telif Hakkı',
    'Kullanım Hakkı',
  ],
  funder: [
    'funder',
    'funders',
    'funding agency',
    'funding body',
    'funder name',
    'Förderer',
    'Mittelgeber',
    'Fon Sağlayıcı',
  ],
  award: [
    ...['award', 'award number', 'grant', 'grant number', 'grant no', 'grant id', 'Förderkennzeichen', 'Fördernummer'],
    ...['Proje No', 'Proje Numarası'],
  ],
  relation: ['relation', 'related', 'related item', 'relation uri', 'relation ispartof', 'ispartof', 'İlişkili'],
  sets: ['set', 'sets', 'setspec', 'set spec', 'setspecs', 'oai set', 'oai sets'],
  modified: [
    ...['modified', 'last modified', 'date modified', 'last updated', 'Zuletzt geändert', 'Geändert am'],
    ...['Güncelleme Tarihi', 'Son Güncelleme'],
  ],
};

/** Columns that say which rows are gone. */
export const DELETED_WORDS: readonly string[] = [
  'deleted',
  'is deleted',
  'withdrawn',
  'Gelöscht',
  'Silindi',
  'Silinmiş',
];
