import type { Config } from '../../config/index.ts';
import { readTlsFiles } from '../../platform/broker/tls-files.ts';
import { SOON_DAYS, daysUntil } from './certificate-days.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';

/** The files of the embedded broker, as a start would read them. */
export function checkMqttTls({ mqttTls }: Config): Finding[] {
  if (!mqttTls) return [];
  try {
    const { validTo } = readTlsFiles(mqttTls, Date.now());
    const days = daysUntil(validTo);
    const until = `until ${validTo.toISOString().slice(0, 10)}, ${days} days`;
    return days < SOON_DAYS
      ? [
          warning(
            'MQTT certificate',
            `is valid ${until}`,
            'renew it; the server takes replaced files over while it runs',
          ),
        ]
      : [ok('MQTT certificate', `is valid ${until}`)];
  } catch (error) {
    return [
      wrong(
        'MQTT certificate',
        reasonOf(error),
        'a server that runs keeps the old one; a start fails with these files',
      ),
    ];
  }
}
