import type { HarvestEvent, RecordEvent, WaitEvent } from '../../harvest/harvest-event.ts';
import { type HarvestOptions, harvestList } from '../../harvest/harvest-list.ts';
import type { ListRequest } from '../../harvest/list-request.ts';
import { nextFrom } from '../../harvest/next-from.ts';
import { readProvenance } from '../../harvest/read-provenance.ts';
import { redact, withoutSecrets } from '../../harvest/redact.ts';
import type { Granularity } from '../../oai/granularity.ts';
import { localPart, toOaiIdentifier } from '../../oai/identifier.ts';
import type { StoredItem } from '../../store/store.ts';
import { checkPayload } from '../../xml/check-payload.ts';
import type { Incoming } from '../import-format.ts';
import { mapRecord } from '../oai-xml/map-record.ts';
import { readPayload } from '../oai-xml/read-payload.ts';
import type { OriginReader, OriginRun } from '../origin-reader.ts';
import type { Verbatim } from '../verbatim.ts';
import { goOn, type ListProgress } from './oai-state.ts';

/** oai_dc is owed for every record, so it is harvested first, whatever else is. */
const OWED = 'oai_dc';

/**
 * Another OAI-PMH endpoint, incrementally by the guidelines for harvesters: a run goes on where the last one
 * ended, or where it broke off. Records are kept as they were sent, with their provenance. An item lives and dies with
 * its oai_dc; a record of another format that is deleted there takes but its own payload away.
 */
export const readOai: OriginReader<'oai'> = async (run) => {
  const { baseUrl, metadataPrefix, set } = run.source.origin;
  const { lists, mark, whyAnew } = goOn(run.state, { baseUrl, sets: run.source.sets });
  if (whyAnew !== undefined) run.listener.message({ kind: 'note', path: redact(baseUrl), text: whyAnew });
  const save = () => run.saveState({ ...lists, ...mark });
  const listOf = (prefix: string) => (set === undefined ? prefix : `${prefix} ${set}`);
  const beside = lists[listOf(metadataPrefix)];
  if (metadataPrefix !== OWED && beside?.resume === undefined) await checkFormat(run, metadataPrefix, beside?.from);
  for (const prefix of new Set([OWED, metadataPrefix])) {
    const list = listOf(prefix);
    lists[list] = await harvestFormat(run, prefix, lists[list] ?? {}, async (progress) => {
      lists[list] = progress;
      await save();
    });
    await save();
  }
  return [];
};

/**
 * Asks for the first page of a list and lets it go: that an endpoint does not have the format, or what else it refuses,
 * is to be told before anything is taken in. Throws what harvestList throws.
 */
async function checkFormat(run: OriginRun<'oai'>, metadataPrefix: string, from: string | undefined): Promise<void> {
  for await (const event of harvestList(requestOf(run, metadataPrefix, from), optionsOf(run))) {
    if (event.kind === 'wait') tellWait(run, event);
    else if (event.kind === 'page') return;
  }
}

function requestOf({ source }: OriginRun<'oai'>, metadataPrefix: string, start: string | undefined): ListRequest {
  const { baseUrl, set } = source.origin;
  const from = source.origin.from ?? start;
  return {
    baseUrl,
    metadataPrefix,
    ...(set === undefined ? {} : { set }),
    ...(from === undefined ? {} : { from }),
  };
}

function optionsOf({ source, parts }: OriginRun<'oai'>): HarvestOptions {
  // Pages are bounded by their size; ours may well be the same words six million times.
  return { allowPrivate: source.allowPrivate, maxSwelling: 10_000, ...(parts.stop ? { signal: parts.stop } : {}) };
}

function tellWait({ source, listener }: OriginRun<'oai'>, { text }: WaitEvent): void {
  listener.message({ kind: 'waiting', path: redact(source.origin.baseUrl), text });
}

async function harvestFormat(
  run: OriginRun<'oai'>,
  metadataPrefix: string,
  { from, resume }: ListProgress,
  save: (progress: ListProgress) => Promise<void>,
): Promise<ListProgress> {
  const { baseUrl } = run.source.origin;
  const path = redact(baseUrl);
  const request = requestOf(run, metadataPrefix, from);
  let granularity: Granularity = resume?.granularity ?? 'seconds';
  let next: ListProgress = {};
  let records = 0;
  let line = 0;
  for await (const event of harvestList(resume ?? request, optionsOf(run)) as AsyncIterable<HarvestEvent>) {
    line += 1;
    switch (event.kind) {
      case 'identify':
        granularity = event.granularity;
        if (event.deletedRecord === 'no') {
          run.listener.message({
            kind: 'note',
            path,
            text: 'this endpoint does not tell deletions: what it deletes stays here',
          });
        }
        break;
      case 'note':
        run.listener.message({ kind: 'note', path, text: event.text });
        break;
      case 'wait':
        tellWait(run, event);
        break;
      case 'refusal':
        run.intake.refuse(path, event);
        break;
      case 'record':
        records += 1;
        for (const incoming of await incomingOf(run, event, metadataPrefix, line))
          await run.intake.take(incoming, path);
        break;
      case 'page': {
        // What came so far is safe before the place to go on from is.
        await run.intake.flush();
        const { resumptionToken, firstResponseDate, number, completeListSize, delivered, announced } = event;
        next = { from: nextFrom(firstResponseDate, granularity) };
        if (resumptionToken !== undefined) {
          const point = {
            ...{ ...request, baseUrl, resumptionToken, firstResponseDate, granularity, number },
            ...(delivered === undefined ? {} : { delivered }),
            ...(announced === undefined ? {} : { announced }),
          };
          await save({ ...(from === undefined ? {} : { from }), resume: point });
        }
        run.listener.progress({ records, bytes: records, totalBytes: completeListSize ?? records });
      }
    }
  }
  return next;
}

/** What a harvested record comes to: in oai_dc an item; in another format a second form of one. */
async function incomingOf(
  run: OriginRun<'oai'>,
  event: RecordEvent,
  metadataPrefix: string,
  line: number,
): Promise<Incoming[]> {
  const { identifier, datestamp, setSpecs, deleted } = event;
  // Line ends as every parser reads them: a bare CR has no place in an answer of ours (CONFORMANCE XML-21).
  const payload = event.payload?.replaceAll(/\r\n?/g, '\n');
  const own = localPart(identifier, run.parts.cataloguing.repositoryIdentifier);
  if (own !== undefined) {
    const reason = 'it bears an identifier of this repository, which nobody else can give';
    return [{ kind: 'refusal', line, identifier, reason, ...(payload === undefined ? {} : { raw: payload }) }];
  }
  const stored = await run.parts.store.readItem(
    toOaiIdentifier(identifier, run.parts.cataloguing.repositoryIdentifier),
  );
  if (metadataPrefix !== OWED) return besides(stored, event, metadataPrefix, payload, line);
  if (deleted || payload === undefined) return [{ kind: 'deletion', line, identifier, sets: setSpecs }];
  // What comes back from the dead has none of its former life.
  const kept = stored?.deleted === 'source' ? undefined : verbatimOf(stored);
  const elements = readPayload(payload);
  const record = {
    line,
    identifier,
    datestamp: { text: datestamp, line },
    sets: setSpecs,
    hasMetadata: true,
    elements,
    oddities: [],
  };
  const verbatim: Verbatim = {
    payloads: { ...kept?.payloads, [OWED]: payload },
    provenance: provenanceOf(run.source.origin.baseUrl, event, payload, kept?.provenance),
  };
  return mapRecord(record).map((incoming) => (incoming.kind === 'item' ? { ...incoming, verbatim } : incoming));
}

/** A record in another format than the one that is owed: it changes what is kept of its item, and makes none. */
function besides(
  stored: StoredItem | undefined,
  { identifier }: RecordEvent,
  metadataPrefix: string,
  payload: string | undefined,
  line: number,
): Incoming[] {
  const kept = verbatimOf(stored);
  const { [metadataPrefix]: former, ...others } = kept?.payloads ?? {};
  // Of what was erased nothing is kept, not even in quarantine.
  if (stored?.erased || (payload === undefined && former === undefined)) return [];
  if (stored?.content === undefined || stored.deleted === 'source') {
    if (payload === undefined) return [];
    const reason = `it has no ${OWED}, which is owed for every record`;
    return [{ kind: 'refusal', line, identifier, reason, raw: payload }];
  }
  const payloads = payload === undefined ? others : { ...others, [metadataPrefix]: payload };
  const item = JSON.parse(stored.content) as { identifier: string };
  return [{ kind: 'item', line, item, verbatim: { ...kept, payloads } }];
}

function verbatimOf(stored: StoredItem | undefined): Verbatim | undefined {
  return stored?.verbatim === undefined ? undefined : (JSON.parse(stored.verbatim) as Verbatim);
}

/** Whose record it is. One that has not changed since it was harvested first was harvested then. */
function provenanceOf(
  baseUrl: string,
  { identifier, datestamp, abouts, responseDate }: RecordEvent,
  payload: string,
  kept: Verbatim['provenance'],
): NonNullable<Verbatim['provenance']> {
  const nested = readProvenance(abouts);
  const provenance = {
    baseUrl: withoutSecrets(baseUrl),
    identifier,
    datestamp,
    metadataNamespace: checkPayload(payload).namespace,
    altered: false,
    ...(nested === undefined ? {} : { nested }),
  };
  const { harvestDate, ...before } = kept ?? { harvestDate: undefined };
  const same = harvestDate !== undefined && JSON.stringify(sorted(before)) === JSON.stringify(sorted(provenance));
  return { ...provenance, harvestDate: same ? harvestDate : responseDate };
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
