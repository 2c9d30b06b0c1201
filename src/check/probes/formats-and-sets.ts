import { outcomeOf } from '../survey.ts';
import type { Probe } from './probe.ts';
import { readList } from './read-list.ts';

/** What the repository has to offer. */
export const probeFormatsAndSets: Probe = async (survey, { pages }) => {
  const { facts } = survey;
  const formats = await survey.ask('ListMetadataFormats');
  if (survey.granted('REC-04', formats)) facts.formats = formats.answer?.formats ?? [];

  const first = await survey.ask('ListSets');
  if (first.answer === undefined) return;
  const hasNone = first.answer.errors.some(({ code }) => code === 'noSetHierarchy');
  survey.hold('SET-01', hasNone || first.answer.errors.length === 0, first, `${outcomeOf(first)} came`);
  const list = await readList(survey, 'ListSets', first, pages);
  const setSpecs = new Set(list.pages.flatMap(({ answer }) => answer.sets.map(({ setSpec }) => setSpec)));
  if (!hasNone && list.pages.length === 0) return;
  facts.setSpecs = setSpecs;
  facts.allSets = hasNone || list.isComplete;
  if (hasNone || !list.isComplete) return;
  for (const setSpec of setSpecs) {
    const parent = setSpec.slice(0, Math.max(0, setSpec.lastIndexOf(':')));
    survey.hold('SET-08', parent === '' || setSpecs.has(parent), first, `${setSpec} is listed, and ${parent} is not`);
  }
};
