import { StoreBusy } from './store.ts';

/**
 * Without its clock row a store neither answers nor takes anything in. So it is while it is being copied into: also for
 * those who had it open before.
 */
export function clockMissing(): StoreBusy {
  return new StoreBusy(
    'The store is being copied into: it has no clock row. Let `oai-pmh copy` finish, or run it again if it broke off.',
  );
}
