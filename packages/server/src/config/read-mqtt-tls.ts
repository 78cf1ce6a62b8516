import type { MqttTls } from '../platform/broker/tls-files.ts';

/** What the environment says of the embedded broker's TLS: certificate and key, or nothing. */
export function readMqttTls({
  get,
  port,
  isExternal,
  faults,
}: {
  get: (name: string) => string;
  port: number;
  /** Is the broker elsewhere? */
  isExternal: boolean;
  faults: string[];
}): MqttTls | undefined {
  const certFile = get('MQTT_TLS_CERT_FILE');
  const keyFile = get('MQTT_TLS_KEY_FILE');
  const caFile = get('MQTT_TLS_CA_FILE');
  const isNone = certFile === '' && keyFile === '';
  if (isExternal && !isNone)
    faults.push(
      'MQTT_TLS_CERT_FILE or MQTT_TLS_KEY_FILE is set beside MQTT_URL: that broker has its own, leave them out.',
    );
  else if (isNone && caFile !== '' && !isExternal)
    faults.push(
      'MQTT_TLS_CA_FILE is set, but not MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE: give them too, or leave it out.',
    );
  else if (!isNone && (certFile === '' || keyFile === ''))
    faults.push('MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE belong together: give both or none.');
  return isNone
    ? undefined
    : { host: get('MQTT_HOST'), port, certFile, keyFile, caFile: caFile || undefined };
}
