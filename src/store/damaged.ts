/** What is read from the store cannot be what was written. Each store explains it in the words of its engine. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
}
