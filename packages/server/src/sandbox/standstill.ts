import type { SandboxServices } from './services.ts';

/** What does not come to rest within this, such as a delivery to a receiver that hangs, is left to itself. */
const REST_MS = 1_000;
const LOOK_EVERY_MS = 10;

/**
 * Does the work while nothing else happens in this server: no device, no timer, no fan-out. Nothing that was remembered is
 * believed afterwards. As at a start, `begin` comes before facts become events; it is called also when the work failed.
 */
export async function atStandstill(
  services: SandboxServices,
  work: () => Promise<void>,
  begin: () => Promise<void>,
): Promise<void> {
  const { platform, access, events, presence, link, hvac, imports, exports } = services;
  link.admit(false);
  try {
    await disconnectAll(services);
    await platform.timers.stop();
    await imports.stop();
    await events.fanOut.stop();
    await presence.stop();
    await within(Promise.all([link.ems.settled(), exports.settled(), events.dispatcher.settled()]));
    await hvac.settled();
    await access.reads.stop();
    await access.lastUsed.stop();
    await access.refusedAddresses.stop();
    await work();
  } finally {
    forget(services);
    link.admit(true);
    access.reads.start();
    access.lastUsed.start();
    access.refusedAddresses.start();
    await presence.start();
    await begin().catch((error: unknown) => platform.log.error({ err: error }, 'not every house came up'));
    await events.fanOut.start();
    imports.start();
    platform.timers.start();
  }
}

/** Devices come back by themselves, and find themselves registered or not. */
async function disconnectAll({ presence, link }: SandboxServices): Promise<void> {
  for (const gatewayId of presence.online) link.disconnect(gatewayId);
  const deadline = performance.now() + REST_MS;
  while (presence.online.length > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}

/** Everything that this process knows by heart. */
function forget({ platform, gateways, hvac, link, events, limits }: SandboxServices): void {
  gateways.registry.clear();
  hvac.states.clear();
  hvac.notifications.clear();
  hvac.commands.clear();
  link.forget();
  limits.forget();
  events.reader.forgetEpoch();
  // Also tells who delivers or streams that anything may have changed.
  platform.caches.missed();
}

export async function within(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, REST_MS);
  });
  // One that fails later has nobody to tell.
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
