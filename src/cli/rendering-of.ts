import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Crosswalk } from '../formats/format.ts';

interface Rendering {
  landingUrl: string;
  /** Version and schema by metadataPrefix. */
  formats?: Record<string, [number, string]>;
  /** A digest of their rules: lists of identifiers may be long. */
  sets?: string;
  metadataRights?: string;
}

/** What bodies are rendered with, as the store notes it: where it differs, they must be made anew. */
export function renderingOf({ landingUrl, sets, descriptions }: Config, formats: readonly Crosswalk[]): string {
  const rendering: Rendering = {
    landingUrl,
    formats: Object.fromEntries(
      formats.map(({ metadataPrefix, version, schema }) => [metadataPrefix, [version, schema]]),
    ),
    // Names and descriptions stand in no record.
    ...(sets.length === 0 ? {} : { sets: digest(sets.map(({ setSpec, rule }) => ({ setSpec, rule }))) }),
    ...(descriptions.metadataRights === undefined ? {} : { metadataRights: descriptions.metadataRights }),
  };
  return JSON.stringify(rendering);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** What has changed between two renderings, in words. */
export function renderingChanges(before: string, now: string): string[] {
  const [old, current] = [JSON.parse(before) as Rendering, JSON.parse(now) as Rendering];
  const [oldFormats, formats] = [old.formats ?? {}, current.formats ?? {}];
  return [
    ...(old.landingUrl === current.landingUrl ? [] : ['the landing URL']),
    ...Object.keys(formats).flatMap((prefix) => {
      if (!(prefix in oldFormats)) return [`the new format ${prefix}`];
      return JSON.stringify(oldFormats[prefix]) === JSON.stringify(formats[prefix]) ? [] : [`the format ${prefix}`];
    }),
    ...Object.keys(oldFormats).flatMap((prefix) => (prefix in formats ? [] : [`the format ${prefix}, which is gone`])),
    ...(old.sets === current.sets ? [] : ['the sets']),
    ...(old.metadataRights === current.metadataRights ? [] : ['the rights of the metadata']),
  ];
}

/** The landing URL of a rendering. */
export function landingUrlOf(rendering: string): string {
  return (JSON.parse(rendering) as Rendering).landingUrl;
}
