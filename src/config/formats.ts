import { dirname, resolve } from 'node:path';
import type { FormatDefinition } from '../formats/format-definition.ts';
import { ConfigSection } from './config-section.ts';

/**
 * Reads the `formats` of a config file: names of built-in formats, pass-through formats and modules, in the order of
 * ListMetadataFormats. Undefined when there are none: all built-in ones are offered then.
 */
export function readFormats(value: unknown, configFile: string, faults: string[]): FormatDefinition[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length === 0) {
    faults.push('formats must be a list, such as [oai_dc, marc21].');
    return undefined;
  }
  const folder = dirname(configFile);
  return value.flatMap((entry: unknown, index) => {
    if (typeof entry === 'string') return [{ kind: 'builtIn', metadataPrefix: entry } as const];
    return readFormat(entry, `formats: number ${index + 1}`, folder, faults) ?? [];
  });
}

function readFormat(entry: unknown, where: string, folder: string, faults: string[]): FormatDefinition | undefined {
  const section = ConfigSection.read(entry, where, ['prefix', 'schema', 'namespace', 'xsd', 'module'], faults);
  if (!section) return undefined;
  const path = section.text('module');
  if (path !== undefined) return { kind: 'module', path: resolve(folder, path) };
  const [metadataPrefix, schema, metadataNamespace] = [
    section.text('prefix'),
    section.url('schema'),
    section.text('namespace'),
  ];
  if (metadataPrefix === undefined || schema === undefined || metadataNamespace === undefined) {
    section.fault('name a built-in format, or give "module", or "prefix", "schema" (its URL) and "namespace".');
    return undefined;
  }
  const xsd = section.text('xsd');
  return {
    kind: 'passThrough',
    metadataPrefix,
    schema,
    metadataNamespace,
    xsd: xsd === undefined ? undefined : resolve(folder, xsd),
  };
}
