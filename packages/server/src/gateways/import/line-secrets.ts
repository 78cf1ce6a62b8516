import type { MasterKey } from '../../platform/master-key.ts';
import type { LineRow } from './store.ts';

/** Of a waiting line those that the file brought (empty: to be made), of a registered one those of its gateway. */
interface LineSecrets {
  readonly mqttPassword: string;
  readonly labelPassword: string;
}

export function sealSecrets(masterKey: MasterKey, lineId: string, secrets: LineSecrets): Buffer {
  return masterKey.seal(JSON.stringify([secrets.mqttPassword, secrets.labelPassword]), lineId);
}

export function openSecrets(masterKey: MasterKey, { line_id, secrets }: LineRow): LineSecrets {
  if (!secrets) return { mqttPassword: '', labelPassword: '' };
  const [mqttPassword, labelPassword] = JSON.parse(masterKey.open(secrets, line_id)) as [string, string];
  return { mqttPassword, labelPassword };
}
