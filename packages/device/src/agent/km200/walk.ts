import { leadsToResource } from '@hearthgate/wire';
import { GatewayAway } from '../gateway-errors.ts';
import { SILENT_MAX } from '../read-all.ts';
import { referencesOf } from '../references-of.ts';
import type { ResourceClient } from '../resource-client.ts';

/** Top of the tree; a gateway that lacks one answers 404. */
const ROOTS = [
  '/gateway',
  '/system',
  '/heatingCircuits',
  '/dhwCircuits',
  '/solarCircuits',
  '/heatSources',
  '/notifications',
] as const;
/** Real trees have up to 350 resources; more is a tree that refers to itself. */
const RESOURCES_MAX = 2_000;

/** Reads the whole tree, but for branches of which the platform keeps nothing: among them are passwords. */
export async function walkTree(client: ResourceClient): Promise<Map<string, object>> {
  const found = new Map<string, object>();
  const seen = new Set<string>(ROOTS);
  const queue: { path: string; again?: true }[] = ROOTS.map((path) => ({ path }));
  let silent = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, again } = next;
    try {
      const answer = await client.get(path);
      silent = 0;
      if (answer.status !== 'found') continue;
      const references = referencesOf(answer.resource);
      if (references === undefined) found.set(path, answer.resource);
      for (const id of references ?? []) {
        if (seen.has(id) || seen.size >= RESOURCES_MAX || !leadsToResource(id)) continue;
        seen.add(id);
        queue.push({ path: id });
      }
    } catch (error) {
      silent += 1;
      if (!(error instanceof GatewayAway) || silent >= SILENT_MAX) throw error;
      // One that fails twice is left out until the next walk.
      if (!again) queue.push({ path, again: true });
    }
  }
  return found;
}
