import type { Branding, DescriptionSettings, Eprints, Policy } from './description-settings.ts';
import { branch, emptyElement, leaf, type Markup } from './markup.ts';

const RIGHTS = 'http://www.openarchives.org/OAI/2.0/rights/';

/** The oai-identifier description (guideline oai-identifier): says how the identifiers are made. */
export function oaiIdentifierDescription(repositoryIdentifier: string, sampleIdentifier: string): string {
  const namespace = 'http://www.openarchives.org/OAI/2.0/oai-identifier';
  return container('oai-identifier', namespace, `${namespace}.xsd`, {}, [
    leaf('scheme', 'oai'),
    leaf('repositoryIdentifier', repositoryIdentifier),
    leaf('delimiter', ':'),
    leaf('sampleIdentifier', sampleIdentifier),
  ]);
}

/** The toolkit description: names the software that answers. */
export function toolkitDescription(title: string, version: string): string {
  const namespace = 'http://oai.dlib.vt.edu/OAI/metadata/toolkit';
  return container('toolkit', namespace, `${namespace}.xsd`, {}, [leaf('title', title), leaf('version', version)]);
}

/** The containers that the configuration asks for (guidelines eprints, friends, branding, rights). */
export function configuredDescriptions(settings: DescriptionSettings): string[] {
  const { friends, branding, eprints, metadataRights, others } = settings;
  return [
    ...(eprints ? [eprintsDescription(eprints)] : []),
    ...(friends.length > 0 ? [friendsDescription(friends)] : []),
    ...(branding ? [brandingDescription(branding)] : []),
    ...(metadataRights === undefined ? [] : [rightsManifest(metadataRights)]),
    ...others,
  ];
}

/** Plain text about a set, as the guidelines want it: Dublin Core with nothing but a description. */
export function textDescription(text: string): string {
  const namespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
  const attributes = { 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' };
  const schema = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';
  return container('oai_dc:dc', namespace, schema, attributes, [leaf('dc:description', text)]);
}

/** The rights container of a record, to stand in about: one statement that points at a licence of the metadata. */
export function rightsAbout(licence: string): string {
  return container('rights', RIGHTS, `${RIGHTS.slice(0, -1)}.xsd`, {}, [
    emptyElement('rightsReference', { ref: licence }),
  ]);
}

function rightsManifest(licence: string): string {
  const attributes = { appliesTo: 'http://www.openarchives.org/OAI/2.0/entity#metadata' };
  const statement = branch('rights', {}, emptyElement('rightsReference', { ref: licence }));
  return container('rightsManifest', RIGHTS, `${RIGHTS.slice(0, -1)}Manifest.xsd`, attributes, [statement]);
}

function eprintsDescription({ content, metadataPolicy, dataPolicy, submissionPolicy, comments }: Eprints): string {
  const namespace = 'http://www.openarchives.org/OAI/1.1/eprints';
  return container('eprints', namespace, `${namespace}.xsd`, {}, [
    policy('content', content),
    policy('metadataPolicy', metadataPolicy),
    policy('dataPolicy', dataPolicy),
    policy('submissionPolicy', submissionPolicy),
    ...comments.map((comment) => leaf('comment', comment)),
  ]);
}

function policy(name: string, said: Policy | undefined): Markup | undefined {
  return said && branch(name, {}, leaf('text', said.text), leaf('URL', said.url));
}

function friendsDescription(friends: readonly string[]): string {
  const namespace = 'http://www.openarchives.org/OAI/2.0/friends/';
  const children = friends.map((url) => leaf('baseURL', url));
  return container('friends', namespace, 'http://www.openarchives.org/OAI/2.0/friends.xsd', {}, children);
}

function brandingDescription({ icon, renderings }: Branding): string {
  const namespace = 'http://www.openarchives.org/OAI/2.0/branding/';
  const picture =
    icon &&
    branch(
      'collectionIcon',
      {},
      leaf('url', icon.url),
      leaf('link', icon.link),
      leaf('title', icon.title),
      leaf('width', icon.width),
      leaf('height', icon.height),
    );
  const sheets = renderings.map(({ metadataNamespace, mimeType, url }) =>
    leaf('metadataRendering', url, { metadataNamespace, mimeType }),
  );
  return container('branding', namespace, 'http://www.openarchives.org/OAI/2.0/branding.xsd', {}, [picture, ...sheets]);
}

/** A root that stands alone, with its namespaces and the address of its schema. */
function container(
  name: string,
  namespace: string,
  schema: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (Markup | undefined)[],
): string {
  const [prefix = ''] = name.includes(':') ? name.split(':') : [];
  const all = {
    [prefix === '' ? 'xmlns' : `xmlns:${prefix}`]: namespace,
    ...attributes,
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': `${namespace} ${schema}`,
  };
  return branch(name, all, children) ?? emptyElement(name, all);
}
