import { request } from 'undici';
import type { Config } from '../../config/index.ts';
import { SOON_DAYS, daysUntil } from './certificate-days.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';
import { certificateOf } from './probes.ts';

const TIMEOUT_MS = 10_000;

/** The way in from outside: TLS ends at a proxy in front of the server. */
export async function checkPublicUrl(config: Config, isRunning: boolean): Promise<Finding[]> {
  const { publicUrl, mode, trustProxy } = config;
  if (publicUrl === undefined) {
    if (mode === 'sandbox') return [ok('PUBLIC_URL', 'not set: a sandbox is reached from this machine')];
    return [
      wrong('PUBLIC_URL', 'not set', 'set it to the https address under which companies reach the API'),
    ];
  }
  const url = new URL(publicUrl);
  // Production refuses it before it comes to this.
  if (url.protocol === 'http:') return [ok('PUBLIC_URL', `${publicUrl}, plain HTTP as a sandbox may`)];
  const findings = [await checkCertificate(url)];
  if (mode === 'production' && trustProxy.length === 0)
    findings.push(
      wrong(
        'TRUST_PROXY',
        'empty, so that no proxy is believed to have ended TLS: every call is refused with https-required',
        'name the address of the proxy in it',
      ),
    );
  if (isRunning && findings.every(({ state }) => state !== 'wrong')) findings.push(await checkWay(publicUrl));
  return findings;
}

async function checkCertificate({ hostname, port, host }: URL): Promise<Finding> {
  try {
    const { validTo, fault } = await certificateOf(
      hostname.replaceAll(/[[\]]/g, ''),
      Number(port || 443),
      TIMEOUT_MS,
    );
    const days = daysUntil(validTo);
    const until = `until ${validTo.toISOString().slice(0, 10)}`;
    const renew = 'renew it where TLS ends';
    if (days < 0) return wrong('certificate', `of ${host} ended, it was valid ${until}`, renew);
    if (fault !== undefined)
      return wrong(
        'certificate',
        `of ${host} is not believed (${fault})`,
        'serve a certificate for this name with its whole chain',
      );
    if (days < SOON_DAYS) return warning('certificate', `of ${host} ends in ${days} days`, renew);
    return ok('certificate', `of ${host} is valid ${until}, ${days} days`);
  } catch (error) {
    return wrong(
      'certificate',
      `nothing speaks TLS at ${host} (${reasonOf(error)})`,
      'does the name lead here, and does the proxy run?',
    );
  }
}

async function checkWay(publicUrl: string): Promise<Finding> {
  const answer = await request(`${publicUrl}/health/ready`, {
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
    .then(async ({ body }) => (await body.json()) as { status?: unknown })
    .catch((error: unknown) => ({ status: reasonOf(error) }));
  return answer.status === 'ready'
    ? ok('PUBLIC_URL', `${publicUrl} leads to the server`)
    : wrong(
        'PUBLIC_URL',
        `${publicUrl} does not lead to the server (${String(answer.status)})`,
        'let the proxy pass every path on to HOST:PORT',
      );
}
