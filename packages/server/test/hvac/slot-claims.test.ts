import type { Leaf, LinkValue } from '@hearthgate/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimSlot, releaseSlot } from '../../src/hvac/holidays/slot-claims.ts';
import { slotsOf } from '../../src/hvac/holidays/slots.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { startHvac } from '../harness/hvac.ts';
import { systemOf } from '../harness/system-of.ts';

const TODAY = '2026-01-15';
let world: TestAccess;
beforeAll(async () => {
  world = await startAccess(Date.parse(`${TODAY}T06:30:00Z`));
});
afterAll(() => world.stop());

/** A gateway with two slots, of which none is used. */
function twoSlots() {
  const slots = ['hm1', 'hm2'].map((slot) => `/system/holidayModes/${slot}`);
  const leaves = slots.flatMap((base): Leaf[] => [
    { id: `${base}/startStop`, type: 'string', writeable: true },
    { id: `${base}/assignedTo`, type: 'words', writeable: true, allowedValues: ['hc1'] },
  ]);
  const values = slots.map((base): Record<string, LinkValue> => {
    return { [`${base}/startStop`]: '2009-01-01/2009-01-01', [`${base}/assignedTo`]: ['hc1'] };
  });
  return slotsOf(systemOf(leaves, Object.assign({}, ...values) as Record<string, LinkValue>));
}

test('slots are given once each by all nodes together, then it is full, until a claim is let go or forgotten', async () => {
  const nodes = [startHvac(world.access), startHvac(world.access)] as const;
  const take = async (node: 0 | 1) =>
    (await claimSlot(nodes[node], twoSlots(), { circuits: undefined, today: TODAY })).id;
  const both = await Promise.all([take(0), take(1)]);
  expect(both.toSorted()).toEqual(['hm1', 'hm2']);
  const full = expect.objectContaining({ code: 'holiday-limit-reached', members: { maximum: 2 } });
  await expect(take(1)).rejects.toEqual(full);
  const [slot] = twoSlots();
  if (slot) await releaseSlot(nodes[1], slot);
  expect(await take(0)).toBe('hm1');
  world.clock.move({ toMs: world.clock.now() + 90_000 });
  expect(await take(1)).toBe('hm1');
});
