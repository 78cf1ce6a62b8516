import type { MqttServer } from '../platform/broker/mqtt-server.ts';

/** The URL is not repeated in messages: it may hold a password. */
export function checkMqtt(
  { mqttServer, mqttPublic }: { mqttServer: MqttServer | undefined; mqttPublic: MqttServer | undefined },
  { mode, hasDatabase }: { mode: 'sandbox' | 'production'; hasDatabase: boolean },
  faults: string[],
): void {
  if (!mqttServer)
    faults.push(
      'MQTT_URL is not of the form mqtt://USER:PASSWORD@HOST:PORT or mqtts://USER:PASSWORD@HOST:PORT.',
    );
  if (mode === 'sandbox')
    faults.push('MQTT_URL is set, but a sandbox is one node with the embedded broker: leave it out.');
  if (!hasDatabase)
    faults.push('MQTT_URL is set, but not DATABASE_URL: nodes that share a broker share a database too.');
  if (!mqttPublic)
    faults.push(
      'MQTT_PUBLIC_URL is not of the form mqtts://HOST:PORT: say where gateways reach the broker of MQTT_URL.',
    );
}
