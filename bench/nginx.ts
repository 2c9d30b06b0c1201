import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.ts';
import type { ServerProcess } from './server-process.ts';

/** nginx with a page as a static file at /page.xml; undefined where it is not installed. */
export async function startNginx(folder: string, page: Buffer): Promise<ServerProcess | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'page.xml'), page);
  const port = await freePort();
  // As root it would otherwise read the file as somebody who may not.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${user} daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr error;
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/xml;
  client_body_temp_path ${folder}/1; proxy_temp_path ${folder}/2; fastcgi_temp_path ${folder}/3;
  uwsgi_temp_path ${folder}/4; scgi_temp_path ${folder}/5;
  open_file_cache max=10; server { listen 127.0.0.1:${port}; root ${folder}; }
}
`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: 'inherit' });
  for (let tries = 0; tries < 100; tries += 1) {
    await sleep(50);
    const answer = await fetch(`http://127.0.0.1:${port}/page.xml`).catch(() => undefined);
    if (answer?.ok) return { port, child };
  }
  child.kill();
  throw new Error('nginx does not answer');
}
