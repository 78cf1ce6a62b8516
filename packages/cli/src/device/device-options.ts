import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { DEVICE } from './help.ts';

/** What `hearthgate device` is asked for. */
export type DeviceCall = DeviceOptions | { readonly check: string; readonly json: boolean };

export interface DeviceOptions {
  readonly file: string;
  readonly gatewayId: string;
  readonly password: string;
  readonly brokerUrl: string;
  readonly intervalMs: number;
  readonly json: boolean;
}

const PASSWORD_VARIABLE = 'HEARTHGATE_GATEWAY_PASSWORD';
const LONGEST_INTERVAL_S = 86_400;
const SEE = 'see "hearthgate device --help"';

export function deviceOptions(args: string[], env: NodeJS.ProcessEnv): DeviceCall {
  const call = parseCall(DEVICE, args);
  const { values } = call;
  const [file = ''] = call.args;
  if (values.check) return { check: file, json: values.json };
  const password = values.password ?? env[PASSWORD_VARIABLE];
  if (!password)
    throw new UsageError(`the gateway's password is missing: set ${PASSWORD_VARIABLE} or give --password`);
  return {
    file,
    gatewayId: gatewayIdOf(values.gateway),
    password,
    brokerUrl: brokerOf(values.broker),
    intervalMs: intervalOf(values.interval),
    json: values.json,
  };
}

function gatewayIdOf(text: string | undefined): string {
  if (text === undefined) throw new UsageError(`which gateway? Give --gateway with its nine digits; ${SEE}`);
  if (!/^[0-9]{9}$/.test(text))
    throw new UsageError(`--gateway "${text}" is not nine digits, e.g. 101000100`);
  return text;
}

function brokerOf(text: string): string {
  const protocol = URL.parse(text)?.protocol;
  if (protocol === 'mqtt:' || protocol === 'mqtts:') return text;
  throw new UsageError(
    `--broker "${text}" is not an address like mqtt://127.0.0.1:1883 or mqtts://example.org:8883`,
  );
}

function intervalOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= LONGEST_INTERVAL_S) return seconds * 1_000;
  throw new UsageError(`--interval "${text}" is not a number of seconds from 1 to ${LONGEST_INTERVAL_S}`);
}
