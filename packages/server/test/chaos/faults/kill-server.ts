import type { Fault, Findings, Scene } from '../fault.ts';
import { until } from '../until.ts';

/** As the guide about several nodes says. */
const TAKEN_OVER_WITHIN_MS = 10_000;
const SLICES = 64;

export const killServer: Fault = {
  name: 'kill-server',
  setUps: ['one', 'many'],
  promise:
    'A server that is killed loses nothing; of several nodes the others take its work over within 10 s.',
  how: 'SIGKILL of the server. One: a supervisor starts it again a second later. Many: it stays down until the other node has everything.',
  backWithinS: 15,
  inflict: async (scene) => {
    const { nodes, setUp } = scene.world;
    const [node] = nodes;
    if (setUp === 'many') return takeOver(scene);
    await node?.kill();
    return {};
  },
};

async function takeOver({ world, random }: Scene): Promise<Findings> {
  const node = world.nodes[random.below(world.nodes.length)];
  node?.hold();
  const since = performance.now();
  await node?.kill();
  const isTakenOver = await until(async () => {
    const [row, ...others] = await world.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM shard_leases WHERE lease_until > now() GROUP BY holder',
    );
    return others.length === 0 && row?.count === SLICES;
  }, 3 * TAKEN_OVER_WITHIN_MS);
  const tookMs = performance.now() - since;
  node?.letGo();
  const isInTime = isTakenOver && tookMs <= TAKEN_OVER_WITHIN_MS;
  return {
    measured: [`all slices with the other node after ${(tookMs / 1_000).toFixed(1)} s`],
    complaints: isInTime ? [] : ['its slices were not taken over in time'],
  };
}
