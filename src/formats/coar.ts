import type { Item } from '../items/item.ts';

/** A term of a controlled vocabulary, with its preferred English label. */
export interface Concept {
  readonly uri: string;
  readonly label: string;
}

const concept = (uri: string, label: string): Concept => ({ uri: `http://purl.org/coar/${uri}`, label });

/** What the item is, in the vocabulary of resource types. */
export const COAR_TYPES: Readonly<Record<NonNullable<Item['type']>, Concept>> = {
  article: concept('resource_type/c_6501', 'journal article'),
  bachelorThesis: concept('resource_type/c_7a1f', 'bachelor thesis'),
  masterThesis: concept('resource_type/c_bdcc', 'master thesis'),
  doctoralThesis: concept('resource_type/c_db06', 'doctoral thesis'),
  book: concept('resource_type/c_2f33', 'book'),
  bookPart: concept('resource_type/c_3248', 'book part'),
  review: concept('resource_type/c_efa0', 'review'),
  conferenceObject: concept('resource_type/c_c94f', 'conference output'),
  lecture: concept('resource_type/c_8544', 'lecture'),
  workingPaper: concept('resource_type/c_8042', 'working paper'),
  preprint: concept('resource_type/c_816b', 'preprint'),
  report: concept('resource_type/c_93fc', 'report'),
  annotation: concept('resource_type/c_1162', 'annotation'),
  contributionToPeriodical: concept('resource_type/c_3e5a', 'contribution to journal'),
  patent: concept('resource_type/c_15cd', 'patent'),
  dataset: concept('resource_type/c_ddb1', 'dataset'),
  software: concept('resource_type/c_5ce6', 'software'),
  other: concept('resource_type/c_1843', 'other'),
};

/** Who may read it, in the vocabulary of access rights. COAR's "metadata only" is what closed means to it. */
export const COAR_ACCESS: Readonly<Record<NonNullable<Item['access']>['status'], Concept>> = {
  open: concept('access_right/c_abf2', 'open access'),
  embargoed: concept('access_right/c_f1cf', 'embargoed access'),
  restricted: concept('access_right/c_16ec', 'restricted access'),
  closed: concept('access_right/c_14cb', 'metadata only access'),
};

/** Which version of the text it is. Labels are the short forms of NISO's Journal Article Versions. */
export const COAR_VERSIONS: Readonly<Record<NonNullable<Item['version']>, Concept>> = {
  draft: concept('version/c_b1a7d7d4d402bcce', 'AO'),
  submitted: concept('version/c_71e4c1898caa6e32', 'SMUR'),
  accepted: concept('version/c_ab4af688f83e57aa', 'AM'),
  published: concept('version/c_970fb48d4fbd8a85', 'VoR'),
  // "A version of the Version of Record that has been updated or enhanced"; CVoR would say that errors were corrected.
  updated: concept('version/c_dc82b40f9837b551', 'EVoR'),
};
