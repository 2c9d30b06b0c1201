import { isPostgresUrl, readPostgresUrl } from '../../../src/store/postgres/postgres-url.ts';

describe('the URL of a store in PostgreSQL', () => {
  test('names one host, and what pg is to know of it', () => {
    const address = readPostgresUrl('postgres://me:p%40ss@db.example.org/oai?pool_size=3&sslmode=require');
    expect(address).toEqual({
      hosts: [
        {
          name: 'db.example.org:5432',
          url: 'postgres://me:p%40ss@db.example.org:5432/oai?sslmode=require&application_name=oai-pmh&uselibpqcompat=true',
        },
      ],
      target: 'any',
      poolSize: 3,
      channelBinding: false,
      redacted: 'postgres://db.example.org:5432/oai',
    });
  });

  test('names several hosts, of which the one that takes writes is meant unless it says otherwise', () => {
    const address = readPostgresUrl('postgresql://me@h1:1,[::1],h3:3/oai?options=-c%20search_path%3Doai');
    expect(address.hosts.map(({ name }) => name)).toEqual(['h1:1', '[::1]:5432', 'h3:3']);
    expect(address.hosts[1]?.url).toContain('?options=-c%20search_path%3Doai&');
    expect(address.target).toBe('primary');
    expect(readPostgresUrl('postgres://h1,h2/oai?target_session_attrs=read-write').target).toBe('primary');
    expect(readPostgresUrl('postgres://h1,h2/oai?target_session_attrs=prefer-standby').target).toBe('prefer-standby');
  });

  test('names a socket', () => {
    const ways = ['postgres://me@%2Frun%2Fpostgresql/oai', 'postgres:///oai?host=/run/postgresql&user=me'];
    for (const way of ways) expect(readPostgresUrl(way).hosts[0]?.name).toBe('/run/postgresql:5432');
  });

  test.each([
    ['postgres://me:secret@h', /not of the form/],
    ['postgres://me:secret@/oai', /not of the form/],
    ['postgres://me:sec/ret@h/oai', /written as %40/],
    ['postgres:me:secret@h/oai', /not of the form/],
    ['postgres://me:secret%@h/oai', /%25/],
    ['postgres://me:secret@h:x/oai', /a port is a number/],
    ['postgres://me:secret@h/oai?poolsize=3', /the parameter poolsize; there are/],
    ['postgres://me:secret@h/oai?pool_size=0', /from 1 to 1000/],
    ['postgres://me:secret@h/oai?sslmode=on', /sslmode is one of disable/],
    ['postgres://me:secret@h/oai?target_session_attrs=replica', /target_session_attrs is one of any/],
  ])('%s will not do, and nobody is told the password', (url, message) => {
    expect(isPostgresUrl(url)).toBe(true);
    expect(() => readPostgresUrl(url)).toThrow(message);
    expect(() => readPostgresUrl(url)).not.toThrow(/secret|sec.ret/);
  });

  test('is no path of a file', () => {
    expect(['db/postgres.sqlite', 'postgres', './postgres:/x'].filter(isPostgresUrl)).toEqual([]);
  });
});
