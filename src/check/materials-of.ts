import type { JudgedAnswer } from '../judge/judged-answer.ts';
import type { Material } from './rule.ts';

/** What an answer has in it; one that cannot be read is an answer too. */
export function materialsOf(answer: JudgedAnswer | undefined): ReadonlySet<Material> {
  const materials = new Set<Material>(['answer']);
  if (answer === undefined) return materials;
  const add = (material: Material, isThere: boolean) => isThere && materials.add(material);
  add('error', answer.errors.length > 0);
  add('Identify', answer.identify !== undefined);
  add('description', (answer.identify?.descriptions.length ?? 0) > 0);
  add('formats', answer.formats.length > 0);
  add('sets', answer.sets.length > 0);
  add('header', answer.headers.length > 0);
  add(
    'record',
    answer.records.some(({ deleted }) => !deleted),
  );
  add(
    'deleted',
    answer.records.some(({ deleted }) => deleted),
  );
  add('token', answer.resumptionToken !== undefined);
  add('next page', answer.request.attributes['resumptionToken'] !== undefined && answer.errors.length === 0);
  return materials;
}
