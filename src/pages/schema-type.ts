import type { Item } from '../items/item.ts';

type ItemType = NonNullable<Item['type']>;

/** Types of schema.org, where they have one that says no more than ours. */
const TYPES: Readonly<Record<ItemType, string>> = {
  article: 'ScholarlyArticle',
  bachelorThesis: 'Thesis',
  masterThesis: 'Thesis',
  doctoralThesis: 'Thesis',
  book: 'Book',
  bookPart: 'Chapter',
  review: 'Review',
  conferenceObject: 'ScholarlyArticle',
  lecture: 'CreativeWork',
  workingPaper: 'ScholarlyArticle',
  preprint: 'ScholarlyArticle',
  report: 'Report',
  annotation: 'CreativeWork',
  contributionToPeriodical: 'Article',
  patent: 'CreativeWork',
  dataset: 'Dataset',
  software: 'SoftwareSourceCode',
  other: 'CreativeWork',
};

/** The type of schema.org of an item; CreativeWork where nothing better is known. */
export function schemaType({ type }: Item): string {
  return type === undefined ? 'CreativeWork' : TYPES[type];
}
