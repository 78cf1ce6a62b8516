import { GatewayRefused } from '../gateway-errors.ts';
import { request } from '../http/request.ts';
import type { Pairing } from './pairing.ts';
import { PinnedAgent, showCertificate } from './pinned-agent.ts';

const TIMEOUT_MS = 10_000;
/** The gateway keeps the door open for five minutes after the buttons were pressed. */
const WAIT_MS = 5 * 60_000;
const ASK_EVERY_MS = 3_000;

export interface Label {
  readonly login: string;
  readonly password: string;
}

export interface PairOptions {
  readonly host: string;
  readonly port: number;
  readonly tokenPort: number;
  readonly label: Label;
  readonly clientName: string;
  readonly now: () => number;
  /** The gateway waits for somebody to press its buttons. */
  readonly pressButtons: () => void;
  readonly waitMs?: number;
  readonly askEveryMs?: number;
}

/** The label's QR code, `V:1;L:<login>;P:<password>;MAC:<mac>;N:<model>`. */
export function parseLabel(text: string): Label | undefined {
  const fields = new Map(
    text
      .split(';')
      .map((field): [string, string] => [
        field.slice(0, field.indexOf(':')),
        field.slice(field.indexOf(':') + 1),
      ]),
  );
  const [login, password] = [fields.get('L'), fields.get('P')];
  return login && password ? { login, password } : undefined;
}

/** Gets a token; the password is sent only to a gateway whose certificate names the login of the label. */
export async function pair(options: PairOptions): Promise<Pairing> {
  const { host, port, tokenPort, label, now } = options;
  const shown = await showCertificate(host, tokenPort, TIMEOUT_MS).catch((error: unknown) => {
    throw new Error(
      `no gateway answers at ${host}:${tokenPort}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (shown.name !== label.login) {
    throw new GatewayRefused(
      `the gateway at ${host} is ${shown.name || 'nameless'}, the label says ${label.login}: give the host of the right one`,
    );
  }
  const token = await askForToken(options, shown.fingerprint);
  const pairedAt = new Date(now()).toISOString();
  return { deviceId: shown.name, host, port, tokenPort, fingerprint: shown.fingerprint, token, pairedAt };
}

async function askForToken(options: PairOptions, fingerprint: string): Promise<string> {
  const { host, tokenPort, label, clientName, waitMs = WAIT_MS, askEveryMs = ASK_EVERY_MS } = options;
  const agent = new PinnedAgent(fingerprint, 1);
  const body = new URLSearchParams({
    grant_type: 'password',
    username: label.login,
    password: label.password.replaceAll(/[-\s]/g, ''),
    client_name: clientName,
  }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
  };
  const giveUpAt = performance.now() + waitMs;
  let asked = false;
  try {
    for (;;) {
      const reply = await request({
        protocol: 'https:',
        agent,
        host,
        port: tokenPort,
        method: 'POST',
        path: '/auth/token',
        headers,
        timeoutMs: TIMEOUT_MS,
        body,
      });
      if (reply.status === 200) return tokenOf(reply.body);
      if (reply.status !== PROXIMITY_UNPROVEN) throw new GatewayRefused(refusalOf(reply.status));
      if (!asked) options.pressButtons();
      asked = true;
      if (performance.now() >= giveUpAt)
        throw new GatewayRefused('the buttons were not pressed in time: start again');
      await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
  } finally {
    agent.destroy();
  }
}

const PROXIMITY_UNPROVEN = 412;

function refusalOf(status: number): string {
  switch (status) {
    case 400:
      return 'the gateway does not know this login and password: they stand on its label, the password in four groups of four';
    case 403:
      return 'the gateway gives tokens only to its own network: run this on a computer in the same subnet';
    case 507:
      return 'the gateway has no room for another token: revoke one in the program that made it, or reset the gateway';
    default:
      return `the gateway gives no token (${status}): it needs firmware 15.00.01 or newer`;
  }
}

function tokenOf(body: Buffer): string {
  const content: unknown = JSON.parse(body.toString('utf8'));
  const token =
    typeof content === 'object' && content !== null && 'access_token' in content ? content.access_token : '';
  if (typeof token !== 'string' || token === '') throw new Error('the gateway answered without a token');
  return token;
}
