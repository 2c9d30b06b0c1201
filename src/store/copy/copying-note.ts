import { Fault } from '../../fault.ts';

/** What stands in repository.copying. */
export interface CopyingNote {
  /** Description of the source, for people. */
  from: string;
  /** See stateOf. */
  state: string;
}

/** Why nothing but `oai-pmh copy` may use a store whose repository.copying says this. */
export function unfinishedCopy(description: string, note: string): Fault {
  const { from } = JSON.parse(note) as CopyingNote;
  return new Fault(
    `${description} is being copied into; run \`oai-pmh copy --from ${from} --to ${description}\` again to finish.`,
  );
}

/** Why a store cannot be copied into. */
export function notEmpty(description: string): Fault {
  return new Fault(`${description} is not empty. A copy needs a store of its own: name another one with --to.`);
}

/** Somebody else has written to a store that is being copied into. */
export function disturbed(description: string): Fault {
  return new Fault(
    `Something else writes to ${description}. End it, and run the same command with --fresh to begin anew.`,
  );
}
