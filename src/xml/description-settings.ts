/** A policy in words, as the URL of a page with words, or both. */
export interface Policy {
  text: string | undefined;
  url: string | undefined;
}

/** What a repository says of itself beside Identify's own elements, each a container of its own (guidelines, 2 to 7). */
export interface DescriptionSettings {
  /** Base URLs of repositories that harvesters may like to visit next. */
  friends: readonly string[];
  branding: Branding | undefined;
  eprints: Eprints | undefined;
  /** URL of the licence of the metadata: rightsManifest. */
  metadataRights: string | undefined;
  /** Further containers as XML, checked. */
  others: readonly string[];
}

export interface Branding {
  icon:
    | {
        url: string;
        link: string | undefined;
        title: string | undefined;
        width: string | undefined;
        height: string | undefined;
      }
    | undefined;
  renderings: readonly { metadataNamespace: string; mimeType: string; url: string }[];
}

export interface Eprints {
  content: Policy | undefined;
  metadataPolicy: Policy;
  dataPolicy: Policy;
  submissionPolicy: Policy | undefined;
  comments: readonly string[];
}
