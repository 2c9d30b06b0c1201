import { EXIT, Fault } from '../fault.ts';
import { faultOfFormats } from '../oai/metadata-format.ts';
import type { Crosswalk } from './format.ts';
import type { FormatDefinition } from './format-definition.ts';
import { loadCrosswalk } from './load-crosswalk.ts';

/**
 * The formats that a site offers, in its order; without a list, all that are built in. A module may bear the prefix of
 * a built-in format and takes its place. Faults: an unknown name, a module that keeps no contract, no oai_dc …
 */
export async function offeredFormats(
  definitions: readonly FormatDefinition[] | undefined,
  builtIn: readonly Crosswalk[],
): Promise<Crosswalk[]> {
  if (definitions === undefined) return [...builtIn];
  const formats: Crosswalk[] = [];
  for (const definition of definitions) formats.push(await formatOf(definition, builtIn));
  const fault = faultOfFormats(formats);
  if (fault !== undefined) throw new Fault(fault, EXIT.usage);
  return formats;
}

async function formatOf(definition: FormatDefinition, builtIn: readonly Crosswalk[]): Promise<Crosswalk> {
  switch (definition.kind) {
    case 'builtIn': {
      const format = builtIn.find(({ metadataPrefix }) => metadataPrefix === definition.metadataPrefix);
      if (format) return format;
      const names = builtIn.map(({ metadataPrefix }) => metadataPrefix).join(', ');
      throw new Fault(
        `There is no built-in metadata format "${definition.metadataPrefix}". There are ${names}; others need "module", or "prefix", "schema" and "namespace".`,
        EXIT.usage,
      );
    }
    case 'passThrough': {
      const { metadataPrefix, schema, metadataNamespace, xsd } = definition;
      return {
        metadataPrefix,
        schema,
        metadataNamespace,
        version: 1,
        // Only what came in this format has it.
        render: () => undefined,
        passThrough: true,
        ...(xsd === undefined ? {} : { check: await judgeBy(xsd) }),
      };
    }
    case 'module':
      return loadCrosswalk(definition.path);
  }
}

/** Loaded when it is needed: it brings a library in WebAssembly, and few sites have such a format. */
async function judgeBy(xsd: string): Promise<(payload: string) => void> {
  const { xsdJudge } = await import('./xsd-judge.ts');
  return xsdJudge(xsd);
}
