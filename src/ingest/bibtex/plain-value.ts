/**
 * An address, DOI or key as it is meant: LaTeX packages print such values as they stand, other programs escape them
 * all the same.
 */
export function plainValue(value: string): string {
  return value
    .replace(/\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}/g, '$1')
    .replace(/\{?\\textasciitilde(?:\{\}|\s)?\}?|\{?\\~\s?(?:\{\s?\})?\}?|\$\\sim\$/g, '~')
    .replace(/\{?\\textunderscore(?:\{\}|\s)?\}?/g, '_')
    .replace(/\\([_%&#$~{}])/g, '$1')
    .replace(/[{}]/g, '')
    .trim();
}
