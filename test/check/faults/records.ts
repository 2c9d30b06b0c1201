import { fault, type PlantedFault } from './planted-fault.ts';
import { replace, text, verb } from './spoils.ts';

export const RECORD_FAULTS: readonly PlantedFault[] = [
  fault(
    'a datestamp before the identifier',
    'REC-01',
    replace(/(<identifier>[^<]*<\/identifier>)(<datestamp>[^<]*<\/datestamp>)/, '$2$1'),
  ),
  fault('records without metadata', 'REC-02', replace(/<metadata>.*?<\/metadata>/s, '')),
  fault(
    'deleted records with metadata',
    'REC-03',
    replace(
      /(<header status="deleted">.*?<\/header>)(?=<\/record>)/s,
      '$1<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title>x</dc:title></oai_dc:dc></metadata>',
    ),
  ),
  fault('metadata without a schema', 'REC-05', replace(/(<oai_dc:dc[^>]*) xsi:schemaLocation="[^"]*"/, '$1')),
  fault(
    'metadata of another format',
    'REC-06',
    text((whole, asked) =>
      verb(asked) === 'GetRecord'
        ? whole.replaceAll('http://www.openarchives.org/OAI/2.0/oai_dc/', 'http://example.org/dc/')
        : whole,
    ),
    'REC-05',
  ),
  fault('metadata that do not stand alone', 'REC-07', replace(/(<oai_dc:dc[^>]*) xmlns:xsi="[^"]*"/, '$1')),
  fault(
    'dcterms in oai_dc',
    'REC-08',
    replace(
      /<dc:title /,
      '<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/">2020</dcterms:created><dc:title ',
    ),
  ),
  fault('markup in titles', 'HRV-04', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">&lt;b&gt;')),
  fault('escaped twice', 'HRV-04', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">A &amp;amp; B ')),
  fault('encoded twice', 'HRV-05', replace('Đorđević', 'ÄorÄ\u0091eviÄ\u0087')),
  fault('languages with an underscore', 'HRV-07', replace('xml:lang="en"', 'xml:lang="en_GB"')),
  fault('empty elements', 'HRV-08', replace('<dc:title ', '<dc:date></dc:date><dc:title ')),
  fault(
    'an about without anything',
    'REC-10',
    replace('</metadata></record>', '</metadata><about></about></record>'),
    'REC-01',
  ),

  fault(
    'provenance with more than its schema',
    'AGG-05',
    replace(
      '</metadata></record>',
      '</metadata><about><provenance xmlns="http://www.openarchives.org/OAI/2.0/provenance" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/provenance http://www.openarchives.org/OAI/2.0/provenance.xsd"><originDescription harvestDate="2024-05-01T00:00:00Z" altered="false"><baseURL>https://attic.example.org/oai</baseURL><identifier>oai:attic.example.org:9</identifier><datestamp>2023-11-30</datestamp><metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace><repositoryName>Attic</repositoryName></originDescription></provenance></about></record>',
    ),
  ),
];
