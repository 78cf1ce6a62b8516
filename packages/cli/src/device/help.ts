import type { Command } from '../shell/command.ts';

export const DEVICE = {
  name: 'device',
  summary: 'play a heating system from a recorded resource tree',
  args: 'FILE',
  about: `FILE is a recorded resource tree: JSON as a KM200 or K 40 RF answers it (one resource, a list, or a list of lists),
or a folder of such files. The device connects like a real gateway, reports its values and executes commands on them.`,
  options: {
    gateway: { value: 'ID', about: 'nine digits; the platform must know the gateway' },
    password: {
      value: 'SECRET',
      about: 'of the gateway; better in the environment, where other users cannot see it',
    },
    broker: { value: 'URL', about: 'mqtt:// or mqtts://', default: 'mqtt://127.0.0.1:1883' },
    interval: { value: 'SECONDS', about: 'between two reports', default: '60' },
    json: { about: 'for programs: what --check finds, else each line' },
    check: {
      about: 'connect to nothing: tell which leaves of the tree the platform would keep, and name the others',
    },
  },
  environment: { HEARTHGATE_GATEWAY_PASSWORD: 'password of the gateway' },
  examples: [
    '# a boiler in the sandbox: the first call registers a gateway and answers its id and mqttPassword',
    `curl -X POST http://localhost:8080/sandbox/gateways -H 'content-type: application/json' -d '{"profile":"none"}'`,
    'HEARTHGATE_GATEWAY_PASSWORD=... hearthgate device packages/device/trees/icom-boiler.json --gateway 234567890',
  ],
} as const satisfies Command;
