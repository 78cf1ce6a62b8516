import {
  type AgentConfig,
  ConfigError,
  type Finding,
  type Label,
  checkAgent,
  pairAgent,
  parseLabel,
  readConfig,
  runAgent,
} from '@hearthgate/device/agent';
import { ask } from '../shell/ask.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { json, lines } from '../shell/screen.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { AGENT } from './help.ts';

const LABEL_VARIABLE = 'HEARTHGATE_LABEL';
const LONGEST_WAIT_S = 3_600;

/** `hearthgate agent`: the file is read, and all its faults told, before anything else happens. */
export async function runAgentCommand(args: string[]): Promise<void> {
  const { action, values } = parseCall(AGENT, args);
  const config = readOrTell(values.config);
  if (!config) return;
  switch (action) {
    case 'run':
      return runAgent(config, lines(values.json), stopSignal());
    case 'check':
      return check(config, values.json);
    case 'pair':
      return pairGateway(config, values.label ?? process.env[LABEL_VARIABLE], values);
  }
}

/** Every fault is a line of its own; a service need not be tried again before somebody has cured them. */
function readOrTell(file: string): AgentConfig | undefined {
  try {
    return readConfig(file, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return undefined;
  }
}

async function check(config: AgentConfig, asJson: boolean): Promise<void> {
  const findings: Finding[] = [];
  const isWell = await checkAgent(config, (finding) => {
    findings.push(finding);
    if (!asJson) console.log(`${finding.isWell ? 'ok   ' : 'WRONG'} ${finding.text}`);
  });
  if (asJson) console.log(json(findings));
  if (!isWell) process.exitCode = 1;
}

async function pairGateway(
  config: AgentConfig,
  given: string | undefined,
  { wait, json: asJson }: { wait: string; json: boolean },
): Promise<void> {
  const seconds = Number(wait);
  if (!(seconds >= 1 && seconds <= LONGEST_WAIT_S))
    throw new UsageError(`--wait "${wait}" is not a number of seconds from 1 to ${LONGEST_WAIT_S}`);
  const label = await labelOf(given);
  const pressButtons = () =>
    (asJson ? console.error : console.log)(
      'Now press the WLAN and the Wireless button of the gateway together for one second; the lights blink blue.',
    );
  const { pairing, file } = await pairAgent(config, label, pressButtons, { waitMs: seconds * 1_000 });
  const { deviceId, host, fingerprint } = pairing;
  if (asJson) return console.log(json({ deviceId, host, fingerprint, file }));
  console.log(`paired with ${deviceId} at ${host}; its certificate is ${fingerprint}`);
  console.log(`token and fingerprint are kept in ${file}`);
}

async function labelOf(given: string | undefined): Promise<Label> {
  const instead = `set ${LABEL_VARIABLE} to the text of its QR code`;
  const text = given ?? (await ask("The label's QR code, or its Login: ", instead));
  const label = parseLabel(text.trim());
  if (label) return label;
  if (!/^\d{9}$/.test(text.trim()))
    throw new UsageError(`this is no label: it begins with V:1;L: and holds ;P:`);
  return { login: text.trim(), password: await ask('Pass: ', instead) };
}
