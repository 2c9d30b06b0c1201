/** What is to be known of the root element of a payload. */
export interface PayloadRoot {
  namespace: string;
  schemaLocation: string;
  /** Namespaces that the root declares, by prefix. */
  declarations: Readonly<Record<string, string>>;
}
