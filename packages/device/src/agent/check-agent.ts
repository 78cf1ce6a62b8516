import { locate, type Leaf, type LinkNotification } from '@hearthgate/wire';
import { LinkSession } from '../gateway/link-session.ts';
import { LocalTime } from '../house/local-time.ts';
import { identityOf } from '../tree/identity-of.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { createDriver } from './create-driver.ts';
import type { Driver, Teller } from './driver.ts';
import { isLocked } from './lock-folder.ts';
import { LiveTree } from './poll/live-tree.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly isWell: boolean;
  readonly text: string;
}

/** Looks at the platform and at the gateway, and tells each finding as it comes; false when something is wrong. */
export async function checkAgent(config: AgentConfig, tell: (finding: Finding) => void): Promise<boolean> {
  let allWell = true;
  const found = (isWell: boolean, text: string) => {
    allWell &&= isWell;
    tell({ isWell, text });
  };
  await checkPlatform(config, found);
  await checkGateway(config, found);
  return allWell;
}

type Found = (isWell: boolean, text: string) => void;

async function checkPlatform({ platform, dataDir }: AgentConfig, found: Found): Promise<void> {
  const { broker, gatewayId, password, ca } = platform;
  if (!broker.startsWith('mqtts:') && !/^mqtt:\/\/(localhost|127\.|\[::1\])/.test(broker))
    found(
      true,
      `platform: ${broker} is not encrypted: password and values can be read on the way; use mqtts://`,
    );
  if (await isLocked(dataDir)) {
    // A second connection under the same name would end the agent's own.
    found(true, 'platform: not tried, the agent is running and has the connection');
    return;
  }
  try {
    const session = await LinkSession.open({
      brokerUrl: broker,
      gatewayId,
      password,
      ...(ca !== undefined && { ca }),
      onMessage: () => undefined,
    });
    await session.close();
    found(true, `platform: ${broker} knows gateway ${gatewayId} and its password`);
  } catch (error) {
    found(false, `platform: ${messageOf(error)}`);
  }
}

async function checkGateway(config: AgentConfig, found: Found): Promise<void> {
  try {
    const driver = createDriver(config);
    if ('appliance' in driver) return await checkTeller(driver, found);
    const resources = await driver.discover();
    if (resources.size === 0) {
      found(false, 'gateway: it answers, and shows nothing that the platform keeps');
      return;
    }
    describe(driver, resources, found);
    if (config.gateway.driver === 'km200') await checkClock(driver, config.gateway.timeZone, found);
  } catch (error) {
    found(false, `gateway: ${messageOf(error)}`);
  }
}

async function checkTeller({ appliance, gatewayType }: Teller, found: Found): Promise<void> {
  try {
    await appliance.poll();
    const { firmware } = appliance.identity;
    found(true, `gateway: ${gatewayType}, firmware ${firmware === '' ? 'unknown' : firmware}`);
    const leaves = appliance.describe();
    describeLeaves(leaves, found);
    describeWritable(leaves, found);
    describeFaults(appliance.notifications(), found);
    if (appliance.hint !== undefined) found(true, appliance.hint);
  } finally {
    await appliance.end?.();
  }
}

function describe(driver: Driver, resources: ReadonlyMap<string, object>, found: Found): void {
  const tree = new LiveTree();
  for (const [path, resource] of resources) tree.put(path, resource, 0);
  const { brand, hardware, firmware } = identityOf(tree.values(0));
  found(true, `gateway: ${brand} ${hardware}, firmware ${firmware}`);
  const leaves = tree.leaves();
  describeLeaves(leaves, found);
  const { FAST, NORMAL, SLOW, DAILY } = tree.count();
  found(
    true,
    `asked for each minute: ${FAST}, each 5 minutes: ${NORMAL}, each 15: ${SLOW}, once a day: ${DAILY}`,
  );
  if (driver.write) describeWritable(leaves, found);
  else found(true, 'remote control: none, this gateway can be read only');
  describeFaults(tree.notifications(), found);
}

function describeLeaves(leaves: readonly Leaf[], found: Found): void {
  const kept = leaves.filter(({ id }) => locate(id));
  found(true, `resources: ${leaves.length} values, ${kept.length} of them kept by the platform`);
  const parts = [...Map.groupBy(kept, ({ id }) => partOf(id))].map(
    ([name, list]) => `${name} ${list.length}`,
  );
  found(true, `  ${parts.toSorted().join(', ')}`);
}

function describeWritable(leaves: readonly Leaf[], found: Found): void {
  const writable = leaves.filter(({ id, writeable }) => writeable && locate(id)?.resource.writable);
  found(true, `remote control: ${writable.length} values can be set`);
}

function describeFaults(faults: readonly LinkNotification[], found: Found): void {
  if (faults.length > 0)
    found(true, `faults: ${faults.map(({ dcd = '', ccd = '' }) => `${dcd} ${ccd}`.trim()).join(', ')}`);
}

/** `heatingCircuits/hc1`; `system` for what is there once. */
function partOf(path: string): string {
  const [, family = '', member = ''] = path.split('/');
  return /\d$/.test(member) ? `${family}/${member}` : family;
}

/** More than this between the gateway's clock and ours, and its recordings would be filed under wrong hours. */
const CLOCK_MAX_MS = 15 * 60_000;

async function checkClock(driver: Driver, zone: string, found: Found): Promise<void> {
  const answer = await driver.client.get('/gateway/DateTime');
  const text = answer.status === 'found' && 'value' in answer.resource ? String(answer.resource.value) : '';
  const shownMs = Date.parse(`${text}Z`);
  if (Number.isNaN(shownMs)) return;
  const offMs = Math.abs(shownMs - new LocalTime(zone).wallMs(Date.now()));
  const isRight = offMs <= CLOCK_MAX_MS;
  const cure = 'set its clock, or timeZone in the file to where it stands';
  found(
    isRight,
    `clock: the gateway says ${text}, ${isRight ? `right for ${zone}` : `wrong for ${zone}: ${cure}`}`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
