import type { Item } from '../../items/item.ts';

/**
 * What an item is, in the controlled list of DataCite and in words. A general type stands only where it says no more
 * than the item's own: a review is not a PeerReview, which is of manuscripts.
 */
export const RESOURCE_TYPES = {
  article: ['JournalArticle', 'Journal article'],
  bachelorThesis: ['Dissertation', 'Bachelor thesis'],
  masterThesis: ['Dissertation', 'Master thesis'],
  doctoralThesis: ['Dissertation', 'Doctoral thesis'],
  book: ['Book', 'Book'],
  bookPart: ['BookChapter', 'Book part'],
  review: ['Text', 'Review'],
  conferenceObject: ['ConferencePaper', 'Conference object'],
  lecture: ['Text', 'Lecture'],
  workingPaper: ['Text', 'Working paper'],
  preprint: ['Preprint', 'Preprint'],
  report: ['Report', 'Report'],
  annotation: ['Text', 'Annotation'],
  contributionToPeriodical: ['Text', 'Contribution to periodical'],
  patent: ['Text', 'Patent'],
  dataset: ['Dataset', 'Dataset'],
  software: ['Software', 'Software'],
  other: ['Other', 'Other'],
} as const satisfies Record<NonNullable<Item['type']>, readonly [general: string, words: string]>;

/** What the host of an item of some type is; a collection where that may be a series as well as a journal. */
export function hostType(type: Item['type']): 'Book' | 'Journal' | 'ConferenceProceeding' | 'Collection' {
  switch (type) {
    case 'bookPart':
      return 'Book';
    case 'article':
    case 'review':
    case 'contributionToPeriodical':
      return 'Journal';
    case 'conferenceObject':
      return 'ConferenceProceeding';
    default:
      return 'Collection';
  }
}
