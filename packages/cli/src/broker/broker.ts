import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { BROKER } from './help.ts';

/** `hearthgate broker export`. */
export async function runBroker(args: string[]): Promise<void> {
  const { values } = parseCall(BROKER, args);
  const folder = values.mosquitto;
  if (folder === undefined)
    throw new UsageError('say for which broker, and where: --mosquitto DIR; see "hearthgate broker --help"');
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { exportMosquitto } = await import('@hearthgate/server/maintenance');
  await exportMosquitto(process.env, {
    folder,
    pidFile: values['pid-file'],
    until: values.watch ? stopSignal() : undefined,
    written: ({ gateways, isReloaded }) => {
      const told = isReloaded ? ', Mosquitto reads them again' : '';
      console.log(
        values.json
          ? JSON.stringify({ folder, gateways, isReloaded })
          : `${gateways} gateways written to ${folder}${told}`,
      );
    },
    failed: (reason) => console.error(`hearthgate: trying again: ${reason}`),
  });
}
