import type { Command } from '../shell/command.ts';

export const AGENT = {
  name: 'agent',
  summary: 'connect a gateway that is reached in the house only: K 40 RF, KM200, EMS-ESP',
  about: `Runs on a small computer in the house: asks the gateway in the local network, and reports to the platform. While the platform
cannot be reached it keeps its reports on disk, seven days long, through a power loss too.`,
  actions: {
    run: { about: 'ask and report until Ctrl-C; for a service see deploy/agent', takes: ['json'] },
    check: {
      about: 'tell what is found: file, platform, password, gateway, key or token, resources; writes nothing',
      takes: ['json'],
    },
    pair: {
      about: 'once for a K 40 RF or MX400: get a token from the gateway while its buttons are pressed',
      takes: ['label', 'wait', 'json'],
    },
  },
  options: {
    config: { value: 'FILE', about: 'the configuration', default: 'agent.yaml' },
    label: {
      value: 'TEXT',
      about: "for pair: the QR code of the gateway's label, V:1;L:...;P:...; better typed when asked for",
    },
    json: { about: 'for programs: every finding of check, what pair keeps, each line of run' },
    wait: { value: 'SECONDS', about: 'for pair: how long to wait for the buttons', default: '300' },
  },
  environment: {
    HEARTHGATE_GATEWAY_PASSWORD: 'password on the platform, instead of the one in FILE',
    HEARTHGATE_LABEL: 'for pair: as --label, where other users cannot see it',
  },
  notes: `A file for a KM50, KM100 or KM200 (K 40 RF: driver k40rf, without key and host):
  platform:
    broker: mqtts://platform.example.org:8883
    gatewayId: 101000100
    passwordFile: gateway-password
  gateway:
    driver: km200
    host: 192.0.2.20
    keyFile: km200-key

For an EMS-ESP that publishes to a broker in the house:
  gateway:
    driver: ems-esp
    broker: mqtt://192.0.2.5:1883
    base: ems-esp

A fault in FILE is exit code 2.`,
  examples: [
    'hearthgate agent check --config /etc/hearthgate/agent.yaml',
    'hearthgate agent pair --config /etc/hearthgate/agent.yaml',
  ],
} as const satisfies Command;
