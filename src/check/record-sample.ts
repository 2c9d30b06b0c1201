import { childrenNamed, textOf, type XmlElement } from '../judge/xml-tree.ts';
import { type ProfileReport, ProfileTally } from '../profiles/profile-tally.ts';
import { nameIn } from '../profiles/read-served-record.ts';
import type { Profile } from '../profiles/rule.ts';
import type { ServedElement } from '../profiles/served-record.ts';

/** Namespaces of the formats that profiles are about. */
const NAMESPACES: Readonly<Record<string, string>> = {
  oai_dc: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  oai_openaire: 'http://namespace.openaire.eu/schema/oaire/',
};

/** What aggregators say of the records that came by, each record once. */
export class RecordSample {
  readonly #tallies: readonly { tally: ProfileTally; seen: Set<string> }[];

  constructor(profiles: readonly Profile[]) {
    this.#tallies = profiles.map((profile) => ({ tally: new ProfileTally(profile), seen: new Set<string>() }));
  }

  /** Takes in the records of an answer, given by its root. */
  add(root: XmlElement): void {
    const lists = [...childrenNamed(root, 'ListRecords'), ...childrenNamed(root, 'GetRecord')];
    for (const record of lists.flatMap((list) => childrenNamed(list, 'record'))) this.#addRecord(record);
  }

  #addRecord(record: XmlElement): void {
    const [header] = childrenNamed(record, 'header');
    const payload = childrenNamed(record, 'metadata')[0]?.children[0];
    if (header === undefined || payload === undefined) return;
    const identifier = textOf(header, 'identifier');
    const sets = childrenNamed(header, 'setSpec').map(({ text }) => text);
    const elements: ServedElement[] = [];
    const visit = ({ namespace, local, text, attributes, children }: XmlElement): void => {
      const values = Object.fromEntries(attributes.map((attribute) => [attribute.local, attribute.value.trim()]));
      elements.push({ name: nameIn(namespace, local), text: text.trim(), attributes: values });
      for (const child of children) visit(child);
    };
    visit(payload);
    for (const { tally, seen } of this.#tallies) {
      if (NAMESPACES[tally.profile.metadataPrefix] !== payload.namespace || seen.has(identifier)) continue;
      seen.add(identifier);
      tally.add(identifier, { identifier, sets, elements });
    }
  }

  /** By profile, with the number of records that it was about. */
  reports(): { report: ProfileReport; records: number }[] {
    return this.#tallies.map(({ tally, seen }) => ({ report: tally.report(), records: seen.size }));
  }
}
