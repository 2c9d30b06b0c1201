/** The URL by which an identifier of a scheme is looked up; undefined for schemes that have no such service. */
export function identifierUrl(scheme: string, value: string): string | undefined {
  switch (scheme) {
    case 'doi':
      return `https://doi.org/${inUrl(value)}`;
    case 'handle':
    case 'hdl':
      return `https://hdl.handle.net/${inUrl(value)}`;
    case 'ark':
      return `https://n2t.net/${value.startsWith('ark:') ? inUrl(value) : `ark:${inUrl(value)}`}`;
    case 'arxiv':
      return `https://arxiv.org/abs/${inUrl(value)}`;
    case 'pmid':
      return `https://pubmed.ncbi.nlm.nih.gov/${inUrl(value)}/`;
    case 'pmcid':
      return `https://www.ncbi.nlm.nih.gov/pmc/articles/${inUrl(value)}/`;
    case 'urn':
      return value.startsWith('urn:') ? inUrl(value) : `urn:${inUrl(value)}`;
    case 'isbn':
      return `urn:ISBN:${inUrl(value)}`;
    case 'issn':
    case 'eissn':
      return `urn:ISSN:${inUrl(value)}`;
    case 'url':
      return value;
    default:
      return undefined;
  }
}

/** DOIs and the like may hold characters that a URL may not. */
function inUrl(value: string): string {
  return encodeURI(value).replace(/[#?[\]]/g, encodeURIComponent);
}
