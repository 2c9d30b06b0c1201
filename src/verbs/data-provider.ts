import type { Clock } from '../clock.ts';
import { Fault } from '../fault.ts';
import type { Argument } from '../oai/arguments.ts';
import { faultOfFormats, type MetadataFormat } from '../oai/metadata-format.ts';
import { checkRequest, type OaiRequest } from '../oai/request.ts';
import { isVerb, type Verb } from '../oai/verb.ts';
import type { Piece } from '../store/packed.ts';
import type { StoreReader } from '../store/store.ts';
import { envelope, errorEnvelope } from '../xml/envelope.ts';
import type { AnswerContext, RepositorySettings, VerbAnswer } from './answer-context.ts';
import { getRecord } from './get-record.ts';
import { identify } from './identify.ts';
import { listMetadataFormats } from './list-metadata-formats.ts';
import { listRecords } from './list-records.ts';
import { listSets } from './list-sets.ts';
import { MaintenanceWatch } from './maintenance-watch.ts';
import { type OaiReport, reportOf } from './oai-report.ts';

/** Answers OAI-PMH requests, whatever brought them. Knows no HTTP. */
export class DataProvider {
  readonly settings: RepositorySettings;
  /** What it offers, in the order of ListMetadataFormats. */
  readonly formats: readonly MetadataFormat[];
  /** Whether harvesters are to come again later. */
  readonly maintenance: MaintenanceWatch;
  readonly #store: StoreReader;
  readonly #clock: Pick<Clock, 'now'>;

  /** Throws a Fault when the formats are not what a repository may offer: an illegal prefix, no oai_dc … */
  constructor(
    store: StoreReader,
    formats: readonly MetadataFormat[],
    settings: RepositorySettings,
    clock: Pick<Clock, 'now'>,
  ) {
    const fault = faultOfFormats(formats);
    if (fault !== undefined) throw new Fault(fault);
    this.#store = store;
    this.formats = formats;
    this.settings = settings;
    this.#clock = clock;
    this.maintenance = new MaintenanceWatch(store, clock);
  }

  /**
   * The XML of the answer in its pieces, errors of the protocol included; where `packed` is asked for, records may come
   * as they are kept. `tell` is told what the answer comes to. Rejects only when there is no answer:
   * StoreBusy (HTTP 503) or a fault of ours (HTTP 500).
   */
  async answer(
    received: readonly Argument[],
    { packed = false, tell }: { packed?: boolean; tell?: (report: OaiReport) => void } = {},
  ): Promise<Piece[]> {
    const { settings } = this;
    const now = this.#clock.now();
    await this.#store.advanceClock(now);
    const checked = checkRequest(received, settings.granularity);
    const context = { store: this.#store, formats: this.formats, settings, now, packed };
    const answered: VerbAnswer =
      'errors' in checked
        ? { high: (await this.#store.readState()).high, errors: checked.errors }
        : await answerVerb(checked.request, context);
    tell?.(reportOf(verbOf(received, answered), checked, answered));
    // The responseDate promise: nothing dated before this second can still be invisible (docs/adr/0003-clock-row.md).
    const responseDate = Math.min(now, answered.high);
    const head = { responseDate, baseUrl: settings.baseUrl, attributes: checked.attributes };
    if ('errors' in answered) return [Buffer.from(errorEnvelope(head, answered.errors))];
    const { before, behind } = envelope(head, checked.attributes['verb'] ?? '');
    return toPieces([before, ...answered.content, behind]);
  }
}

/** What the request named as its verb, once and as one of the protocol's. */
function verbOf(received: readonly Argument[], answered: VerbAnswer): Verb | undefined {
  if ('errors' in answered && answered.errors[0]?.code === 'badVerb') return undefined;
  const named = received.find(({ name }) => name === 'verb')?.value;
  return named !== undefined && isVerb(named) ? named : undefined;
}

/** Neighbouring texts become one piece. */
function toPieces(parts: readonly (string | Piece)[]): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    if (text !== '') pieces.push(Buffer.from(text));
    text = '';
    pieces.push(part);
  }
  if (text !== '') pieces.push(Buffer.from(text));
  return pieces;
}

function answerVerb(request: OaiRequest, context: AnswerContext): Promise<VerbAnswer> {
  switch (request.verb) {
    case 'Identify':
      return identify(context);
    case 'GetRecord':
      return getRecord(request, context);
    case 'ListMetadataFormats':
      return listMetadataFormats(request, context);
    case 'ListSets':
      return listSets(request, context);
    case 'ListIdentifiers':
    case 'ListRecords':
      return listRecords(request, context);
  }
}
