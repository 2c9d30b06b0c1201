/** The little of citation-js that the tests write and read references with; it has no types of its own. */
declare module '@citation-js/core' {
  export const plugins: {
    input: { chain(text: string, options: { forceType?: string; generateGraph: boolean }): Record<string, unknown>[] };
    output: { format(name: string, data: readonly unknown[], options?: object): string };
    config: { get(name: string): { format: { asciiOnly: boolean; useIdAsLabel: boolean; checkLabel: boolean } } };
  };
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
