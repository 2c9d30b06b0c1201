import type { Spoil } from '../faulty-server.ts';
import { fault, type PlantedFault } from './planted-fault.ts';
import { as, echoing, has, isError, isList, once, refuse, replace, text, token, verb } from './spoils.ts';

export const LIST_FAULTS: readonly PlantedFault[] = [
  fault(
    'two records for one',
    'VRB-01',
    text((whole, asked) => (verb(asked) === 'GetRecord' ? whole.replace(/(<record>.*<\/record>)/s, '$1$1') : whole)),
    'VRB-13',
    'XML-17',
    'REC-01',
  ),
  fault(
    'records twice',
    'VRB-13',
    text((whole, asked) =>
      verb(asked) === 'ListIdentifiers' ? whole.replace(/(<header>.*?<\/header>)/s, '$1$1') : whole,
    ),
    'TOK-22',
    'DEL-14',
    'TOK-25',
    'REC-13',
    'REC-01',
  ),
  fault(
    'a record lost where pages meet',
    'VRB-13',
    text((whole, asked) =>
      isList(asked) && token(asked)
        ? whole
            .replace(/<record><header><identifier>oai:oai.example.org:r3<.*?<\/record>/s, '')
            .replace(/<header><identifier>oai:oai.example.org:r3<.*?<\/header>/s, '')
        : whole,
    ),
    'TOK-22',
    'DEL-14',
    'TOK-06',
    'SET-04',
  ),
  fault(
    'no token on the first page',
    'TOK-01',
    text((whole, asked) =>
      isList(asked) && !token(asked) && !has('set')(asked)
        ? whole.replace(/<resumptionToken[^>]*>[^<]*<\/resumptionToken>/, '')
        : whole,
    ),
    'DATE-19',
    'DATE-06',
    'REC-13',
    'SET-09',
  ),
  fault(
    'no empty token at the end',
    'TOK-02',
    replace(/<resumptionToken[^>]*(?:\/>|><\/resumptionToken>)/, ''),
    'TOK-23',
  ),
  fault(
    'an empty token on a single page',
    'TOK-03',
    text((whole, asked) =>
      isList(asked) && !whole.includes('<resumptionToken')
        ? whole.replace(/(<\/List(?:Records|Identifiers)>)/, '<resumptionToken/>$1')
        : whole,
    ),
  ),
  fault('two tokens', 'TOK-04', replace(/(<resumptionToken.*?<\/resumptionToken>)/, '$1$1')),
  fault('a token that forgets its set', 'TOK-06', forgetSet()),
  fault('tokens that work once', 'TOK-07', usedOnce(), 'TOK-08'),
  fault('tokens of which the newest works alone', 'TOK-08', newestOnly()),
  fault(
    'tokens that nobody gave begin the list',
    'TOK-14',
    as(
      (asked) => asked.query.includes('nobody-gave'),
      (args, asked) => {
        args.delete('resumptionToken');
        if (verb(asked) !== 'ListSets') args.set('metadataPrefix', 'oai_dc');
      },
    ),
    'TOK-22',
    'TOK-02',
  ),
  fault('tokens for any verb', 'TOK-15', tokensForAnyVerb()),
  fault(
    'tokens that need escaping',
    'TOK-19',
    tokens(
      (token) => `${token}==`,
      (token) => token.replace(/==$/, ''),
    ),
    'TOK-16',
  ),
  fault(
    'endless tokens',
    'TOK-20',
    tokens(
      (token) => `${'x'.repeat(600)}.${token}`,
      (token) => token.replace(/^x+\./, ''),
    ),
  ),
  fault(
    'white space in tokens',
    'TOK-21',
    replace(/(<resumptionToken[^>]*>)([^<]+)/, '$1\n  $2\n'),
    'TOK-19',
    'TOK-06',
    'HRV-16',
  ),
  fault(
    'cursor counts from one',
    'TOK-22',
    text((whole) => whole.replace(/cursor="(\d+)"/, (_, cursor) => `cursor="${Number(cursor) + 1}"`)),
  ),
  fault(
    'cursor on the first page alone',
    'TOK-23',
    text((whole, asked) => (token(asked) ? whole.replace(/ cursor="\d+"/, '') : whole)),
  ),
  fault(
    'a list of nothing',
    'TOK-24',
    replace(/completeListSize="\d+"/, 'completeListSize="0"'),
    'DEL-14',
    'TOK-04',
    'TOK-25',
  ),
  fault('the size of the page', 'TOK-25', replace(/completeListSize="\d+"/, 'completeListSize="2"'), 'DEL-14'),
  fault(
    'tokens that have expired',
    'TOK-26',
    replace('<resumptionToken', '<resumptionToken expirationDate="2020-01-01T00:00:00Z"'),
    'TOK-27',
  ),
  fault(
    'tokens that live an hour',
    'TOK-27',
    replace('<resumptionToken', '<resumptionToken expirationDate="2026-03-01T11:00:00Z"'),
  ),
  fault(
    'a list without an end',
    'TOK-31',
    text((whole, asked) =>
      token(asked) && isList(asked)
        ? whole.replace(
            /(<resumptionToken[^>]*)(?:\/>|>[^<]*<\/resumptionToken>)/,
            `$1>${asked.args.get('resumptionToken')}</resumptionToken>`,
          )
        : whole,
    ),
    'TOK-23',
    'REC-13',
    'SET-04',
  ),
  fault('a size without the deleted', 'DEL-14', replace(/completeListSize="(\d+)"/, 'completeListSize="4"')),
  fault('tokens that never work', 'HRV-16', refuse(token, 'badResumptionToken'), 'REC-13', 'TOK-06', 'ARG-07'),
  fault(
    'ListIdentifiers without deletions',
    'REC-13',
    text((whole, asked) =>
      verb(asked) === 'ListIdentifiers' ? whole.replace(/<header status="deleted">.*?<\/header>/s, '') : whole,
    ),
    'DEL-14',
    'XML-19',
    'TOK-22',
    'TOK-25',
    'DATE-06',
    'DATE-05',
    'SET-04',
  ),
  fault(
    'GetRecord with another datestamp',
    'REC-14',
    text((whole, asked) =>
      verb(asked) === 'GetRecord' ? whole.replace(/<datestamp>[^<]*/, '<datestamp>2025-01-01T00:00:00Z') : whole,
    ),
  ),
  fault(
    'GetRecord without sets',
    'REC-12',
    text((whole, asked) => (verb(asked) === 'GetRecord' ? whole.replace(/<setSpec>[^<]*<\/setSpec>/g, '') : whole)),
  ),

  fault('tokens that are changed work', 'TOK-16', changedTokens()),
  fault('small pages', 'TOK-29', (_asked, ask) => ask()),
];

function changedTokens(): Spoil {
  const given = new Set<string>(['nobody-gave-this-token']);
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own !== null && !given.has(own) && verb(asked) === 'ListRecords') {
      const plain = await ask('verb=ListRecords&metadataPrefix=oai_dc');
      return {
        ...plain,
        text: echoing(plain.text.replace(/<resumptionToken.*<\/resumptionToken>/, '<resumptionToken/>'), asked.args),
      };
    }
    const plain = await ask();
    const token = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
    if (token !== undefined) given.add(token);
    return plain;
  };
}

/** Tokens in another form than the endpoint's. */
function tokens(write: (token: string) => string, read: (token: string) => string): Spoil {
  return async (asked, ask) => {
    const args = new URLSearchParams(asked.args);
    const sent = args.get('resumptionToken');
    if (sent !== null) args.set('resumptionToken', read(sent));
    const plain = sent === null ? await ask() : await ask(args.toString());
    const changed = plain.text.replace(
      /(<resumptionToken[^>]*>)([^<]+)/,
      (_, tag: string, own: string) => tag + write(own),
    );
    return { ...plain, text: sent === null ? changed : echoing(changed, asked.args) };
  };
}

function usedOnce(): Spoil {
  const isFirst = once();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || !isList(asked) || isFirst(own) || isError(await ask())) return ask();
    return refuse(() => true, 'badResumptionToken')(asked, ask);
  };
}

function newestOnly(): Spoil {
  const order: string[] = [];
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || verb(asked) !== 'ListRecords' || isError(await ask())) return ask();
    if (!order.includes(own)) order.push(own);
    return order.at(-1) === own ? ask() : refuse(() => true, 'badResumptionToken')(asked, ask);
  };
}

function forgetSet(): Spoil {
  const bySet = new Set<string>();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || !bySet.has(own)) {
      const plain = await ask();
      const given = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
      if (has('set')(asked) && given !== undefined) bySet.add(given);
      return plain;
    }
    // The second page of the whole list has a record without a set.
    const plain = await ask();
    return { ...plain, text: plain.text.replace(/<setSpec>journal:\w+<\/setSpec>/g, '') };
  };
}

/** A token of ListRecords gives the second page of ListIdentifiers. */
function tokensForAnyVerb(): Spoil {
  const ofRecords = new Set<string>();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken') ?? '';
    if (verb(asked) === 'ListIdentifiers' && ofRecords.has(own)) {
      const plain = await ask('verb=ListIdentifiers&metadataPrefix=oai_dc');
      const changed = plain.text.replace(/<resumptionToken.*<\/resumptionToken>/, '<resumptionToken/>');
      return { ...plain, text: echoing(changed, asked.args) };
    }
    const plain = await ask();
    const given = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
    if (verb(asked) === 'ListRecords' && given !== undefined) ofRecords.add(given);
    return plain;
  };
}
