import type { Command } from '../shell/command.ts';

export const BRIDGE = {
  name: 'bridge',
  summary: 'publish systems to an MQTT broker, for Home Assistant and Node-RED',
  actions: {
    mqtt: { about: 'publish until Ctrl-C, and take set-points and modes back' },
  },
  about: `Publishes the systems that owners have shared with the company to an MQTT broker in your network: a device for each gateway
by the discovery of Home Assistant, and plain JSON below PREFIX/GATEWAY/... for Node-RED and others. What is published to
the set topics is sent to the system, and PREFIX/GATEWAY/.../result tells what became of it.`,
  options: {
    broker: { value: 'URL', default: 'mqtt://127.0.0.1:1883', about: 'mqtt:// or mqtts://' },
    prefix: { value: 'TOPIC', default: 'hearthgate', about: 'what our topics begin with' },
    'discovery-prefix': {
      value: 'TOPIC',
      default: 'homeassistant',
      about: 'where Home Assistant looks for devices',
    },
    gateway: { value: 'ID', many: true, about: 'only this gateway; may be given several times' },
    url: { value: 'URL', about: 'of the platform; else HEARTHGATE_URL, else http://127.0.0.1:8080' },
    'credentials-file': {
      value: 'FILE',
      about: 'lines NAME=value of the variables below, for a service; readable by its user alone',
    },
  },
  environment: {
    HEARTHGATE_URL: 'of the platform',
    HEARTHGATE_API_KEY: "the company's key",
    HEARTHGATE_MQTT_USERNAME: 'at the broker, if it wants one',
    HEARTHGATE_MQTT_PASSWORD: 'at the broker',
  },
  examples: [
    'HEARTHGATE_API_KEY=... hearthgate bridge mqtt --broker mqtt://192.0.2.5:1883',
    'hearthgate bridge mqtt --gateway 101000001 --credentials-file /etc/hearthgate/bridge.env',
  ],
} as const satisfies Command;
