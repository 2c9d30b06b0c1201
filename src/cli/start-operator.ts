import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Fault } from '../fault.ts';
import { HttpServer } from '../http/http-server.ts';
import type { Metrics } from '../operator/metrics.ts';
import { createOperatorApp, type OperatorParts } from '../operator/operator-app.ts';
import type { Store } from '../store/store.ts';

/** Where `operatorPort` is `auto`: so far above the port of the endpoint, where two servers seldom meet. */
const ABOVE = 10_000;
/** Seconds between looks at the store: they count its items. */
const SAMPLE_EVERY = 300;
/** For the pages that the operator is reading, in milliseconds. */
const PATIENCE = 1_000;

export interface OperatorServer {
  /** Where it is, for the operator. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the server that is for the operator alone; undefined where it is turned off. Throws a Fault where it cannot
 * listen on the port that was named.
 */
export async function startOperator(
  config: Config,
  port: number,
  parts: Omit<OperatorParts, 'token' | 'trustedProxies' | 'pages'>,
  store: Store,
  clock: Clock,
): Promise<OperatorServer | undefined> {
  const { operatorPort, operatorHost, operatorToken: token, trustedProxies } = config;
  if (operatorPort === 'none') return undefined;
  // What draws is not loaded where nobody looks.
  const { dashboardOf } = await import('./dashboard-of.ts');
  const pages = [dashboardOf(config, store, clock)];
  const server = new HttpServer(createOperatorApp({ ...parts, pages, token, trustedProxies }));
  const bound = await (operatorPort === 'auto'
    ? listenNear(server, config.port === 0 ? 0 : port + ABOVE, operatorHost)
    : listenAt(server, operatorPort, operatorHost));
  const stopSampling = startSampling(store, parts.metrics, parts.logger, clock);
  return {
    url: `http://${operatorHost.includes(':') ? `[${operatorHost}]` : operatorHost}:${bound}/`,
    stop: async () => {
      stopSampling();
      await server.stop(PATIENCE);
    },
  };
}

async function listenNear(server: HttpServer, port: number, host: string): Promise<number> {
  try {
    return await server.listen(port > 65_535 ? 0 : port, host);
  } catch {
    // Another server of ours, most likely. Nobody named this port: any other one will do.
    return server.listen(0, host);
  }
}

async function listenAt(server: HttpServer, port: number, host: string): Promise<number> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    throw new Fault(
      `The operator's server cannot listen on ${host}, port ${port} (${(error as NodeJS.ErrnoException).code}). Set OAI_OPERATOR_PORT to another port, or to none.`,
    );
  }
}

/** Looks at the store now and again, and never for a scrape: whoever asks for metrics costs the store nothing. */
function startSampling(store: Store, metrics: Metrics, logger: Logger, clock: Clock): () => void {
  const look = async () => {
    try {
      const [counts, size, { high }] = [await store.counts(), await store.size(), await store.answers.readState()];
      metrics.sample({ counts, size, clockLag: Math.max(0, clock.now() - high) });
    } catch (error) {
      logger.debug({ err: error }, 'the store could not be looked at for its metrics');
    }
  };
  void look();
  const timer = setInterval(() => void look(), SAMPLE_EVERY * 1000);
  return () => clearInterval(timer);
}
