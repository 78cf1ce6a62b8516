import type { Command } from '../shell/command.ts';

export const BROKER = {
  name: 'broker',
  summary: 'give an MQTT broker elsewhere the accounts of gateways',
  about: `Several nodes share a broker, MQTT_URL, which lets gateways in by what the database holds. EMQX reads the database
itself. Mosquitto reads files: this command writes them, "passwords" (user name and PBKDF2-SHA512 of every gateway and of
the user in MQTT_URL) and "acl" (each gateway below gw/ID/ only), each as a whole, readable by the owner of the folder alone.`,
  actions: { export: { about: 'write the files' } },
  options: {
    mosquitto: {
      value: 'DIR',
      about: 'the folder for the files; it belongs to the user that Mosquitto runs as',
    },
    watch: { about: 'go on, and write again within a second whenever a gateway is registered or removed' },
    'pid-file': {
      value: 'FILE',
      about: "Mosquitto's pid_file: what has changed is read again at once (SIGHUP)",
    },
    json: { about: 'one JSON object a line for what was written, for programs' },
  },
  environment: {
    DATABASE_URL: "the server's database; a user that may read gateways is enough",
    MQTT_URL: "the server's: its user and password are written too",
  },
  exits: { 0: 'written, or nothing had changed', 1: 'not written; the text says why and what helps' },
  examples: [
    'hearthgate broker export --mosquitto /etc/mosquitto/hearthgate',
    'hearthgate broker export --mosquitto /etc/mosquitto/hearthgate --watch --pid-file /run/mosquitto/mosquitto.pid',
  ],
} as const satisfies Command;
