import { NativeGateway, ReplayAppliance, type Tree, loadTree } from '@hearthgate/device';
import { checkTree } from './check-tree.ts';
import { deviceOptions } from './device-options.ts';
import { lines } from '../shell/screen.ts';
import { stopSignal } from '../shell/stop-signal.ts';

/** `hearthgate device`: plays a recorded tree until Ctrl-C. */
export async function runDevice(args: string[]): Promise<void> {
  const options = deviceOptions(args, process.env);
  if ('check' in options) {
    console.log(checkTree(options.check, loadTree(options.check), options.json));
    return;
  }
  const tree = loadTree(options.file);
  const { brokerUrl, gatewayId, password, intervalMs } = options;
  const say = lines(options.json);
  say(describeTree(options.file, tree));
  const gateway = new NativeGateway({
    brokerUrl,
    gatewayId,
    password,
    appliance: new ReplayAppliance(tree),
    now: Date.now,
    log: say,
  });
  const stopped = stopSignal();
  await Promise.race([gateway.connect(), stopped]);
  gateway.report();
  say(`reporting every ${intervalMs / 1_000} s; Ctrl-C ends`);
  const timer = setInterval(() => gateway.report(), intervalMs);
  await stopped;
  clearInterval(timer);
  await gateway.end();
  say('ended');
}

/** What was loaded, and what the link has no place for. */
function describeTree(file: string, tree: Tree): string {
  const writeable = [...tree.leaves.values()].filter(({ leaf }) => leaf.writeable).length;
  const loaded = `${file}: ${tree.leaves.size} leaves, ${writeable} of them writeable, ${tree.notifications.length} faults`;
  const skipped = [...tree.skipped].map(([reason, ids]) => `${ids.length} ${reason}`);
  return skipped.length > 0 ? `${loaded}\nnot carried by the link: ${skipped.join(', ')}` : loaded;
}
