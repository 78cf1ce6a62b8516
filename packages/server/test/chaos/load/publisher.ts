import mqtt, { type MqttClient } from 'mqtt';
import type { Made } from '../set-ups/world.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** A bare connection of a gateway that does not behave; it comes back by itself. */
export function publisherOf(
  { gatewayId, mqttPassword: password }: Made,
  brokerUrl: string,
): Promise<MqttClient> {
  return mqtt.connectAsync(
    brokerUrl,
    {
      clientId: gatewayId,
      username: gatewayId,
      password,
      clean: true,
      reconnectPeriod: 300,
      connectTimeout: CONNECT_TIMEOUT_MS,
    },
    false,
  );
}
