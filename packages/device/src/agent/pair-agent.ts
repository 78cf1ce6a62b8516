import type { AgentConfig } from './config/agent-config.ts';
import { pairingFile } from './create-driver.ts';
import { type Announced, discoverGateways } from './k40rf/discover.ts';
import { type Label, pair } from './k40rf/pair.ts';
import { type Pairing, writePairing } from './k40rf/pairing.ts';

/** Gets a token from the gateway of this label and keeps it, with the certificate's fingerprint, in the data folder. */
export async function pairAgent(
  config: AgentConfig,
  label: Label,
  pressButtons: () => void,
  timing: { readonly waitMs?: number; readonly askEveryMs?: number } = {},
): Promise<{ pairing: Pairing; file: string }> {
  const { gateway } = config;
  if (gateway.driver !== 'k40rf')
    throw new Error('only a K 40 RF is paired; what the others need stands in the file');
  const place =
    gateway.host === undefined
      ? placeOf(await discoverGateways(), label.login, gateway.tokenPort)
      : { host: gateway.host, port: gateway.port, tokenPort: gateway.tokenPort };
  const { clientName } = gateway;
  const pairing = await pair({ ...place, label, clientName, now: Date.now, pressButtons, ...timing });
  const file = pairingFile(config);
  writePairing(file, pairing);
  return { pairing, file };
}

function placeOf(found: readonly Announced[], login: string, usualTokenPort: number) {
  const one = found.find(({ deviceId }) => deviceId === login);
  if (one) return { host: one.host, port: one.port, tokenPort: one.tokenPort ?? usualTokenPort };
  const others = found.map(({ deviceId, host }) => `${deviceId} at ${host}`).join(', ');
  throw new Error(
    `gateway ${login} does not announce itself in this network (${others === '' ? 'nor does any other' : `there is ${others}`}): ` +
      'give its address as host in the file; where your router shows it, it is called K40RF',
  );
}
