import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { takesConnections } from './takes-connections.ts';

const NGINX = '/usr/sbin/nginx';

export const hasNginx = existsSync(NGINX);

export interface Balancer {
  readonly port: number;
  /** The ports that were asked for each request: more than one where the first did not answer. */
  asked(): number[][];
  stop(): Promise<void>;
}

/** A real nginx that asks the endpoints on these ports in turn, and the next one where one is down. */
export async function startNginx(ports: readonly number[]): Promise<Balancer> {
  const port = await freePort();
  const config = `worker_processes 1;
events {}
http {
  upstream endpoints {
    ${ports.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=1s;`).join('\n    ')}
  }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://endpoints; }
  }
}
`;
  return runNginx(config, port);
}

/** A real nginx with this configuration, which listens on this port. */
export async function runNginx(config: string, port: number): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  const own = [`log_format upstream '$upstream_addr';`, 'access_log access.log upstream;', ...temporary];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
pid nginx.pid;
error_log stderr crit;
${config.replace('http {', ['http {', ...own].join('\n  '))}`,
  );
  const child = spawn(NGINX, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(await takesConnections(port))) await sleep(20);
  if (child.exitCode !== null) throw new Error('nginx does not start');
  return {
    port,
    asked: () =>
      readFileSync(join(folder, 'access.log'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(', ').map((address) => Number(address.split(':')[1]))),
    async stop() {
      process.removeListener('exit', end);
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
