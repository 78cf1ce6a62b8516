/** `hearthgate --help`. */
export const HELP = `hearthgate - a Partner API for heating systems

  hearthgate start                 start the platform; without settings: a sandbox with seven houses
  hearthgate agent ACTION          connect a gateway that is reached in the house only: K 40 RF, KM200
  hearthgate device FILE ...       play a heating system from a recorded resource tree
  hearthgate catalogue [FILTER]    what is kept of gateways: resources, units, ranges, data points
  hearthgate consent verify        prove that no consent was changed, removed or added afterwards
  hearthgate company ACTION        companies: applications, onboarding, suspension, offboarding
  hearthgate operator ...          make operators; sign in as one
  hearthgate secrets rotate        renew the master key, or the key that signs consents

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

/** `hearthgate catalogue --help`. */
export const CATALOGUE_HELP = `hearthgate catalogue [FILTER] [--json] - what is kept of gateways

Lists every resource that the platform stores, with type, unit, physically possible range, known words, whether it may
be remote controlled, and its data point with the smallest change that is told. What a gateway has beyond it is not stored.

  FILTER                a part of a path or of a data point's name, in any case
  --json                all that is known of each, for programs

{n} stands for a number (hc1, zone12), {program} for a program's own name.

Examples
  hearthgate catalogue dhw
  hearthgate catalogue --json | jq '.[] | select(.writable) | .path'`;

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

/** `hearthgate operator --help`. */
export const OPERATOR_HELP = `hearthgate operator ACTION [options] - those who run the platform

Beside the server, on its database; the server may run. These read the settings of "hearthgate start":

  create --email E [--name N]   makes an operator and prints a link, valid 24 hours and once, to set password and app
  list                          e-mail addresses, and who has enrolled a second factor
  reset --email E               ends sessions, password and second factor, and prints a new link
  remove --email E              ends the account and its sessions at once

From anywhere that reaches the operators' address:

  sign-in --email E [--url U]   asks for password and code; keeps the session in ~/.config/hearthgate/operator.json
  sign-out                      ends that session

  --url U       of the operators' server, default http://127.0.0.1:8081
  --code C      of the app, or a backup code, for scripts; the password then comes from HEARTHGATE_OPERATOR_PASSWORD

Sessions end after 12 hours. Every call of an operator is recorded.

Examples
  hearthgate operator create --email you@example.org --name 'Your Name'
  hearthgate operator sign-in --email you@example.org --url https://operators.example.org`;
/** `hearthgate company --help`. */
export const COMPANY_HELP = `hearthgate company - companies from application to offboarding

  registrations [--status S]        applications: APPLIED, APPROVED, REFUSED
  approve ID                        approve an application (reg_...): makes the company
  refuse ID --reason TEXT           refuse it; the applicant reads the reason
  onboard FILE [--dry-run] [--yes]  show what the onboarding document changes, ask, then apply it; the first time it
                                    prints the link to the company's first API key
  list [--status S]                 companies: REGISTERED, ACTIVE, SUSPENDED, OFFBOARDED
  show ID                           a company (cmp_...) and its onboarding document
  suspend ID --reason TEXT          refuse every call and hold deliveries, at once
  resume ID                         let it go on
  offboard ID --reason TEXT         end it for good: keys, webhooks, contracts; asks for the company's name

A reason has 10 to 1000 characters. docs/guides/onboard-a-company.md has a document to start from.

Examples
  hearthgate company registrations --status APPLIED
  hearthgate company onboard company.json --dry-run`;

/** `hearthgate secrets --help`. */
export const SECRETS_HELP = `hearthgate secrets status | rotate [option] - renew the keys of the platform

  status                  the master keys, how many stored secrets each of them opens, and the signing keys
  rotate                  add a master key to MASTER_KEY_FILE and seal every stored secret with it
  rotate --drop-old       remove the master keys that no stored secret needs any more; makes no new one
  rotate --signing-key    add a key that signs consents from now on; the former ones stay listed

The server may run: it takes the new keys up by itself. A rotation that was interrupted is ended by the next one.
MASTER_KEY_FILE is replaced as a whole, with mode 0600; its folder must be writable. Keep a copy of it outside the
backups of the database, and keep a copy from before --drop-old as long as there are older backups.

It reads the settings of "hearthgate start": the database of DATABASE_URL or DATA_DIR, and MASTER_KEY_FILE.
Exit code 0: done. 1: refused, or some secrets cannot be opened; the text says which and what helps.

Examples
  hearthgate secrets status
  hearthgate secrets rotate
  HEARTHGATE_MODE=production DATABASE_URL=postgres://... MASTER_KEY_FILE=... hearthgate secrets rotate`;

/** `hearthgate device --help`. */
export const DEVICE_HELP = `hearthgate device FILE --gateway ID [options] - play a heating system

FILE is a recorded resource tree: JSON as a KM200 or K 40 RF answers it (one resource, a list, or a list of lists),
or a folder of such files. The device connects like a real gateway, reports its values and executes commands on them.

  --gateway ID          nine digits; the platform must know the gateway
  --password SECRET     of the gateway; better in HEARTHGATE_GATEWAY_PASSWORD, where other users cannot see it
  --broker URL          mqtt:// or mqtts://, default mqtt://127.0.0.1:1883
  --interval SECONDS    between two reports, default 60
  --check               connect to nothing: tell which leaves of the tree the platform would keep, and name the others

Example: a boiler in the sandbox. The first call registers a gateway and answers its id and mqttPassword.
  curl -X POST http://localhost:8080/sandbox/gateways -H 'content-type: application/json' -d '{"profile":"none"}'
  HEARTHGATE_GATEWAY_PASSWORD=... hearthgate device packages/device/trees/icom-boiler.json --gateway 234567890`;

/** `hearthgate agent --help`. */
export const AGENT_HELP = `hearthgate agent ACTION --config FILE - connect a gateway that is reached in the house only

Runs on a small computer in the house: asks the gateway in the local network, and reports to the platform. While the platform
cannot be reached it keeps its reports on disk, seven days long, through a power loss too.

  run                   ask and report until Ctrl-C; for a service see deploy/agent
  check                 tell what is found: file, platform, password, gateway, key or token, resources; writes nothing
  pair                  once for a K 40 RF or MX400: get a token from the gateway while its buttons are pressed

  --config FILE         default agent.yaml
  --label TEXT          for pair: the QR code of the gateway's label, V:1;L:...;P:...; better typed when asked for
  --wait SECONDS        for pair: how long to wait for the buttons, default 300

  HEARTHGATE_GATEWAY_PASSWORD    password on the platform, instead of the one in FILE
  HEARTHGATE_LABEL               for pair: as --label, where other users cannot see it

A file for a KM50, KM100 or KM200 (K 40 RF: driver k40rf, without key and host):
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

Exit code 0: well. 1: something is wrong; the text says what helps. 2: called in a wrong way, or FILE is wrong.

Examples
  hearthgate agent check --config /etc/hearthgate/agent.yaml
  hearthgate agent pair --config /etc/hearthgate/agent.yaml`;
