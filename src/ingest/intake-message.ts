/**
 * Something that a person should see. `refused` was not imported; `note` was, with something left out; `waiting` comes
 * before a pause.
 */
export interface IntakeMessage {
  kind: 'refused' | 'note' | 'skipped' | 'waiting';
  path: string;
  line?: number;
  identifier?: string;
  text: string;
}
