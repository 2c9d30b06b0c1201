import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takesConnections } from './takes-connections.ts';

const CADDY = '/usr/bin/caddy';

export const hasCaddy = existsSync(CADDY);

/** A real Caddy with this configuration and environment, which listens on this port; answers how to end it. */
export async function runCaddy(
  config: string,
  port: number,
  environment: Record<string, string>,
): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-caddy-'));
  // No certificates, and no port to be told things by.
  writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${config}`);
  const child = spawn(CADDY, ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ...environment, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(await takesConnections(port))) await sleep(20);
  if (child.exitCode !== null) throw new Error('Caddy does not start');
  return async () => {
    process.removeListener('exit', end);
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
