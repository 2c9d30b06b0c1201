import { stringify } from 'yaml';

/** What `init` asks for: texts as the settings read them. */
export interface FirstSettings {
  repositoryName: string;
  baseUrl: string;
  /** Separated by commas. */
  adminEmails: string;
  repositoryIdentifier: string;
  database: string;
  port: string;
}

/** A config file with a word on each setting. */
export function firstConfig(settings: FirstSettings): string {
  const { repositoryName, baseUrl, adminEmails, repositoryIdentifier, database, port } = settings;
  const emails = adminEmails.split(',').map((address) => `  - ${scalar(address.trim())}`);
  return `# Written by \`oai-pmh init\`. docs/reference.md lists all settings; the environment and flags win over this file.

# Name of the repository, for people.
repositoryName: ${scalar(repositoryName)}

# The URL that harvesters use, shown in every answer. After a change, run \`oai-pmh render\`.
baseUrl: ${scalar(baseUrl)}

# Who answers for the repository. Aggregators write there when something is wrong.
adminEmails:
${emails.join('\n')}

# Your domain name. It stands in every identifier, and can never change once there are records.
repositoryIdentifier: ${scalar(repositoryIdentifier)}

# The store: path of an SQLite file, made when it does not exist, or URL of a PostgreSQL database.
database: ${scalar(database)}

# Port to listen on, on this machine alone: your web server passes requests on to it.
port: ${port}

# Sets (docs/sets.md). OpenAIRE looks into this one; what is openly accessible is put there by itself.
sets:
  openaire:
    name: OpenAIRE
`;
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}
