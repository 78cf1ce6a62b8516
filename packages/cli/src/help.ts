/** `hearthgate --help`. */
export const HELP = `hearthgate - a Partner API for heating systems

  hearthgate start                 start the platform; without settings: a sandbox with seven houses
  hearthgate device FILE ...       play a heating system from a recorded resource tree
  hearthgate consent verify        prove that no consent was changed, removed or added afterwards

  hearthgate COMMAND --help        more about a command
  hearthgate --version

Examples
  npx hearthgate start
  npx hearthgate device packages/device/trees/icom-boiler.json --gateway 234567890`;

/** `hearthgate start --help`. */
export const START_HELP = `hearthgate start - start the platform

Without settings this is a sandbox: everything on this machine, data in ./.hearthgate. When it is ready it prints
the links, an API key and requests to try. Ctrl-C ends it; the data stay.

Settings are environment variables; .env.example lists all of them.

Examples
  hearthgate start
  PORT=9000 MQTT_PORT=2883 hearthgate start
  HEARTHGATE_MODE=production DATABASE_URL=postgres://... hearthgate start`;

/** `hearthgate consent --help`. */
export const CONSENT_HELP = `hearthgate consent verify [options] - prove the consent ledger

Every consent is an entry in a chain of hashes, one chain for each company, and the head of each chain is signed and
written to DATA_DIR/consent-heads.jsonl, outside the database. This command reads it all and names, with company and
entry, whatever was changed, removed, inserted, cut off or rewritten. It writes nothing, and the server may run.

  --receipt FILE        also check a receipt (JSON of GET /contracts/{gatewayId}/consent/receipt)
  --company ID          only this company's chain
  --without-anchors     do not compare with the anchor file, on a machine that does not have it

It reads the settings of "hearthgate start": the database of DATABASE_URL or DATA_DIR, and MASTER_KEY_FILE.
Exit code 0: sound. 1: faults were found, or it could not be checked.

Examples
  hearthgate consent verify
  hearthgate consent verify --receipt receipt.json
  HEARTHGATE_MODE=production DATABASE_URL=postgres://... MASTER_KEY_FILE=... hearthgate consent verify`;

/** `hearthgate device --help`. */
export const DEVICE_HELP = `hearthgate device FILE --gateway ID [options] - play a heating system

FILE is a recorded resource tree: JSON as a KM200 or K 40 RF answers it (one resource, a list, or a list of lists),
or a folder of such files. The device connects like a real gateway, reports its values and executes commands on them.

  --gateway ID          nine digits; the platform must know the gateway
  --password SECRET     of the gateway; better in HEARTHGATE_GATEWAY_PASSWORD, where other users cannot see it
  --broker URL          mqtt:// or mqtts://, default mqtt://127.0.0.1:1883
  --interval SECONDS    between two reports, default 60

Example: a boiler in the sandbox. The first call registers a gateway and answers its id and mqttPassword.
  curl -X POST http://localhost:8080/sandbox/gateways -H 'content-type: application/json' -d '{"profile":"none"}'
  HEARTHGATE_GATEWAY_PASSWORD=... hearthgate device packages/device/trees/icom-boiler.json --gateway 234567890`;
