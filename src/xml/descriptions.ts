import { element } from './element.ts';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** The oai-identifier description (guideline oai-identifier): says how the identifiers are made. */
export function oaiIdentifierDescription(repositoryIdentifier: string, sampleIdentifier: string): string {
  const namespace = 'http://www.openarchives.org/OAI/2.0/oai-identifier';
  const children = [
    element('scheme', 'oai'),
    element('repositoryIdentifier', repositoryIdentifier),
    element('delimiter', ':'),
    element('sampleIdentifier', sampleIdentifier),
  ];
  return `<oai-identifier xmlns="${namespace}" ${XSI} xsi:schemaLocation="${namespace} ${namespace}.xsd">${children.join('')}</oai-identifier>`;
}

/** The toolkit description: names the software that answers. */
export function toolkitDescription(title: string, version: string): string {
  const namespace = 'http://oai.dlib.vt.edu/OAI/metadata/toolkit';
  const children = [element('title', title), element('version', version)];
  return `<toolkit xmlns="${namespace}" ${XSI} xsi:schemaLocation="${namespace} ${namespace}.xsd">${children.join('')}</toolkit>`;
}
