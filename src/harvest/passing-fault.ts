import { Fault } from '../fault.ts';

/**
 * A fault that may be gone when one tries again a little later: a connection that broke, a server that is being
 * restarted, a page that was cut off. Everything else that is refused stays refused.
 */
export class PassingFault extends Fault {}
