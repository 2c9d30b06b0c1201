/** Entry types of BibTeX and biblatex, and some that programs made up, by the type of CSL. */
export const ENTRY_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'article-journal': 'article suppperiodical',
    book: 'book mvbook booklet collection mvcollection proceedings mvproceedings reference mvreference ebook',
    chapter: 'inbook bookinbook suppbook incollection suppcollection',
    'entry-encyclopedia': 'inreference',
    'paper-conference': 'inproceedings conference conferencepaper',
    thesis: 'thesis phdthesis mastersthesis bachelorsthesis masterthesis bachelorthesis dissertation',
    report: 'report techreport manual whitepaper',
    manuscript: 'unpublished',
    dataset: 'dataset data',
    software: 'software',
    patent: 'patent',
    periodical: 'periodical',
    review: 'review',
    speech: 'presentation talk lecture',
    standard: 'standard',
    webpage: 'online electronic www webpage',
    map: 'map',
    graphic: 'artwork image',
    song: 'audio music',
    motion_picture: 'movie video',
    legal_case: 'jurisdiction',
    legislation: 'legislation legal',
    personal_communication: 'letter',
    document: 'misc',
  }).flatMap(([csl, types]) => types.split(' ').map((type): [string, string] => [type, csl])),
);

/** What the type of an entry, or the key words of its `type` field, say of the degree or kind. */
export const GENRES: ReadonlyMap<string, string> = new Map([
  ['phdthesis', 'PhD thesis'],
  ['dissertation', 'PhD thesis'],
  ['mastersthesis', "Master's thesis"],
  ['masterthesis', "Master's thesis"],
  ['mathesis', "Master's thesis"],
  ['bachelorsthesis', "Bachelor's thesis"],
  ['bachelorthesis', "Bachelor's thesis"],
  ['bathesis', "Bachelor's thesis"],
  ['techreport', 'technical report'],
  ['resreport', 'research report'],
]);
