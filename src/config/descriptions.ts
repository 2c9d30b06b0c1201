import { checkPayload } from '../xml/check-payload.ts';
import type { Branding, DescriptionSettings, Eprints, Policy } from '../xml/description-settings.ts';
import { ConfigSection, isWebAddress } from './config-section.ts';
import { readTextFile } from './read-text-file.ts';

const KEYS = ['friends', 'branding', 'eprints', 'metadataRights', 'files'];
const POLICIES = ['content', 'metadataPolicy', 'dataPolicy', 'submissionPolicy'];

/** Reads the `descriptions` of a config file: what Identify says beside its own elements. */
export function readDescriptions(value: unknown, configFile: string, faults: string[]): DescriptionSettings {
  const none = { friends: [], branding: undefined, eprints: undefined, metadataRights: undefined, others: [] };
  if (value === undefined || value === null) return none;
  const section = ConfigSection.read(value, 'descriptions', KEYS, faults);
  if (!section) return none;
  const friends = section.texts('friends');
  for (const url of friends) if (!isWebAddress(url)) section.fault(`the friend "${url}" must be a base URL.`);
  return {
    friends,
    branding: brandingOf(section.section('branding', ['icon', 'renderings'])),
    eprints: eprintsOf(section.section('eprints', [...POLICIES, 'comments'])),
    metadataRights: section.url('metadataRights'),
    others: section.texts('files').flatMap((file) => containerOf(file, configFile, section) ?? []),
  };
}

function brandingOf(section: ConfigSection | undefined): Branding | undefined {
  if (!section) return undefined;
  const icon = section.section('icon', ['url', 'link', 'title', 'width', 'height']);
  const url = icon?.url('url');
  if (icon && url === undefined) icon.fault('it needs the "url" of a picture.');
  for (const side of ['width', 'height']) {
    if (icon?.has(side) && !/^[1-9]\d{0,4}$/.test(icon.text(side) ?? '')) icon.fault(`${side} must be pixels.`);
  }
  const renderings = section.sections('renderings', ['namespace', 'mimeType', 'url']).flatMap((one) => {
    const [metadataNamespace, mimeType, address] = [one.text('namespace'), one.text('mimeType'), one.url('url')];
    if (metadataNamespace !== undefined && /^[a-z]+\/[a-z]+$/.test(mimeType ?? '') && address !== undefined)
      return [{ metadataNamespace, mimeType: mimeType ?? '', url: address }];
    one.fault('it needs "namespace", "mimeType" (such as text/xsl) and "url".');
    return [];
  });
  const [link, title, width, height] = [
    icon?.url('link'),
    icon?.text('title'),
    icon?.text('width'),
    icon?.text('height'),
  ];
  if (!section.has('icon') && renderings.length === 0) section.fault('it needs an "icon" or "renderings".');
  return { icon: url === undefined ? undefined : { url, link, title, width, height }, renderings };
}

function eprintsOf(section: ConfigSection | undefined): Eprints | undefined {
  if (!section) return undefined;
  const [metadataPolicy, dataPolicy] = [policyOf('metadataPolicy', section), policyOf('dataPolicy', section)];
  if (!metadataPolicy || !dataPolicy) {
    section.fault(
      'it needs "metadataPolicy" and "dataPolicy", each a text, a URL, or both ("text" and "url" below it).',
    );
    return undefined;
  }
  const [content, submissionPolicy] = [policyOf('content', section), policyOf('submissionPolicy', section)];
  return { content, metadataPolicy, dataPolicy, submissionPolicy, comments: section.texts('comments') };
}

function policyOf(key: string, section: ConfigSection): Policy | undefined {
  if (!section.has(key)) return undefined;
  if (section.isMap(key)) {
    const policy = section.section(key, ['text', 'url']);
    const [text, url] = [policy?.text('text'), policy?.url('url')];
    return text === undefined && url === undefined ? undefined : { text, url };
  }
  const text = section.text(key);
  if (text === undefined) return undefined;
  return isWebAddress(text) ? { text: undefined, url: text } : { text, url: undefined };
}

/** A container of the site's own: one element with a namespace and its schema. */
function containerOf(path: string, configFile: string, section: ConfigSection): string | undefined {
  const text = readTextFile(path, configFile, section);
  if (text === undefined) return undefined;
  const xml = text.replace(/^\s*(<\?xml[^>]*\?>)?\s*/, '').trim();
  try {
    if (checkPayload(xml).schemaLocation === '') throw new Error('its root has no xsi:schemaLocation');
    return xml;
  } catch (error) {
    section.fault(`the file ${path} cannot stand in a description: ${(error as Error).message}.`);
    return undefined;
  }
}
