/** A page needs more than was fetched for it. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched';
}
