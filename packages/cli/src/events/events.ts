import { connect } from '../api/connect.ts';
import { parseCall } from '../shell/parse-call.ts';
import { screen as terminal, type Screen } from '../shell/screen.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { EVENTS } from './help.ts';
import { replay } from './replay.ts';
import { tail } from './tail.ts';
import { verify } from './verify.ts';

/** `hearthgate events`. */
export async function runEvents(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
  stopped: () => Promise<void> = stopSignal,
): Promise<void> {
  const call = parseCall(EVENTS, args);
  const { action, values } = call;
  const api = await connect(values.url, env, screen);
  switch (action) {
    case 'tail':
      return tail(api, screen, values, stopped);
    case 'replay':
      return replay(api, screen, { ...values, webhook: call.args[0] ?? '' });
    case 'verify':
      return verify(api, screen, { ...values, gatewayIds: call.args });
  }
}
