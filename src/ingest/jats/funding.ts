import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { readUrl } from '../read-url.ts';
import { lineText } from './text.ts';
import { childrenOf, type Note, within, type XmlNode } from './xml-node.ts';

type Funding = NonNullable<Item['funding']>;

/** Each award with each of its funders. */
export function fundingOf(meta: XmlNode, note: Note): Funding {
  return childrenOf(meta, 'funding-group')
    .flatMap((group) => childrenOf(group, 'award-group'))
    .flatMap((group) => awardsOf(group, note));
}

function awardsOf(group: XmlNode, note: Note): Funding {
  const awards = childrenOf(group, 'award-id')
    .map(lineText)
    .filter((award) => award !== '');
  const title = childrenOf(group, 'award-name', 'award-desc')
    .map(lineText)
    .find((text) => text !== '');
  const funders = childrenOf(group, 'funding-source').flatMap((source) => funderOf(source));
  if (funders.length === 0) note(group.line, 'an award-group names no funder and was left out');
  return funders.flatMap((funder) =>
    (awards.length > 0 ? awards : [undefined]).map((award) => ({
      ...funder,
      ...(award !== undefined && { award }),
      ...(title !== undefined && { title }),
    })),
  );
}

function funderOf(source: XmlNode): Pick<Funding[number], 'funder' | 'funderIdentifier'>[] {
  const institutions = within(source, 'institution');
  const funder = lineText(institutions[0] ?? source);
  if (funder === '') return [];
  const funderIdentifier = within(source, 'institution-id')
    .map((node) => idUrl(lineText(node)))
    .find((url) => url !== undefined);
  return [{ funder, ...(funderIdentifier !== undefined && { funderIdentifier }) }];
}

/** The registry of funders gives DOIs, which stand there with and without their resolver. */
function idUrl(text: string): string | undefined {
  const doi = bareDoi(text);
  return readUrl(doi === undefined ? text : `https://doi.org/${doi}`);
}
