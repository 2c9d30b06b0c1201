import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import { crc32Combine } from '../../src/http/crc32-combine.ts';
import { gzipAnswer } from '../../src/http/gzip-answer.ts';
import { type Piece, pack } from '../../src/store/packed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

/** Text that compresses like records do, of this length. */
const text = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, index) => 'abcdefgh <>/&é'[(index * seed + (index >> 4)) % 14]).join(''));

describe('crc32Combine', () => {
  test.each([0, 1, 2, 7, 255, 4096, 65_535, 1_000_003])('agrees with the CRC-32 of both, %i bytes behind', (length) => {
    for (const before of [0, 1, 100, 70_000]) {
      const [first, second] = [text(before, 5), text(length, 11)];
      const whole = crc32(Buffer.concat([first, second]));
      expect(crc32Combine(crc32(first), crc32(second), second.length)).toBe(whole);
    }
  });
});

const ANSWERS: Record<string, Piece[]> = {
  'one short text': [Buffer.from('<a/>')],
  'a text too long for a stored block': [text(200_000, 3)],
  'packed pieces with a head and a foot': [
    Buffer.from('<head>'),
    pack(text(40_000, 3)),
    pack(text(41_000, 5)),
    pack(text(1, 7)),
    Buffer.from('</head>'),
  ],
  'packed pieces between plain ones of all sizes': [
    pack(text(100, 3)),
    text(1024, 5),
    text(1025, 5),
    pack(text(70_000, 9)),
    Buffer.alloc(0),
    text(90_000, 11),
  ],
};
const plainOf = (pieces: readonly Piece[]) =>
  Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : gunzipOf(piece))));
const gunzipOf = ({ packed, size, crc }: Exclude<Piece, Buffer>) => {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size, 4);
  return gunzipSync(Buffer.concat([Buffer.from('1f8b08000000000000ff', 'hex'), packed, Buffer.from([3, 0]), trailer]));
};

test.each(Object.entries(ANSWERS))('Node reads %s as one member, checksum included', async (_name, pieces) => {
  const body = Buffer.concat(await gzipAnswer(pieces));
  expect(gunzipSync(body).equals(plainOf(pieces))).toBe(true);
  // A member that ends early would hide what is behind it.
  const broken = Buffer.from(body);
  broken[body.length - 8] = (broken[body.length - 8] ?? 0) ^ 1;
  expect(() => gunzipSync(broken)).toThrow();
});

/** Commands that print what they read from a URL, if they are on this machine. */
const READERS: Record<string, (url: string) => string[]> = {
  curl: (url) => ['curl', '-sS', '--compressed', url],
  Python: (url) => [
    'python3',
    '-c',
    `import sys, gzip, urllib.request
request = urllib.request.Request(${JSON.stringify(url)}, headers={'Accept-Encoding': 'gzip'})
sys.stdout.buffer.write(gzip.decompress(urllib.request.urlopen(request).read()))`,
  ],
  'Python, in pieces': (url) => [
    'python3',
    '-c',
    `import sys, zlib, urllib.request
request = urllib.request.Request(${JSON.stringify(url)}, headers={'Accept-Encoding': 'gzip'})
reader, answer = zlib.decompressobj(31), urllib.request.urlopen(request)
while piece := answer.read(1000): sys.stdout.buffer.write(reader.decompress(piece))
assert reader.eof and not reader.unused_data`,
  ],
  Perl: (url) => [
    'perl',
    '-MIO::Uncompress::Gunzip=gunzip',
    '-e',
    `open my $in, '-|', 'curl', '-sS', '-H', 'Accept-Encoding: gzip', '${url}' or die; binmode STDOUT;
gunzip($in => '-', MultiStream => 0) or die $IO::Uncompress::Gunzip::GunzipError`,
  ],
  Java: (url) => ['java', '-cp', folder, join(folder, 'Read.java'), url],
  gzip: (url) => ['sh', '-c', `curl -sS -H 'Accept-Encoding: gzip' '${url}' | gzip -dc`],
};
const JAVA = `import java.io.*; import java.net.*; import java.util.zip.*;
public class Read {
  public static void main(String[] arguments) throws IOException {
    URLConnection connection = new URL(arguments[0]).openConnection();
    connection.setRequestProperty("Accept-Encoding", "gzip");
    new GZIPInputStream(connection.getInputStream()).transferTo(System.out);
  }
}`;
const isThere = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

describe.each(Object.entries(READERS))('%s', (_name, words) => {
  const [command = ''] = words('');
  const there = [command, ...(/Perl|gzip/.test(_name) ? ['curl'] : [])].every(isThere);
  (there ? test : test.skip)(
    'reads every answer to its end',
    async () => {
      writeFileSync(join(folder, 'Read.java'), JAVA);
      for (const pieces of Object.values(ANSWERS)) {
        const body = Buffer.concat(await gzipAnswer(pieces));
        const server = createServer((_request, response) => {
          response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length }).end(body);
        }).listen(0, '127.0.0.1');
        await new Promise((resolve) => server.once('listening', resolve));
        const [file = '', ...rest] = words(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        const read = await new Promise<Buffer>((resolve, reject) => {
          execFile(file, rest, { encoding: 'buffer', maxBuffer: 1e8 }, (error, stdout, stderr) =>
            error ? reject(new Error(stderr.toString())) : resolve(stdout),
          );
        });
        server.close();
        expect(read.equals(plainOf(pieces))).toBe(true);
      }
    },
    60_000,
  );
});
