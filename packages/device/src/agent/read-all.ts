import { GatewayAway } from './gateway-errors.ts';
import { inParallel } from './in-parallel.ts';
import type { ResourceClient } from './resource-client.ts';

/** So many in a row without an answer: it is the gateway that is away, not a resource. */
export const SILENT_MAX = 3;

/** What the gateway has of these. One that fails is tried once more at the end, then it is left out. */
export async function readAll(
  client: ResourceClient,
  paths: readonly string[],
  atOnce: number,
): Promise<Map<string, object>> {
  const found = new Map<string, object>();
  const failed = await readOnce(client, paths, atOnce, found);
  if (failed.length > 0) await readOnce(client, failed, atOnce, found);
  return found;
}

async function readOnce(
  client: ResourceClient,
  paths: readonly string[],
  atOnce: number,
  found: Map<string, object>,
): Promise<string[]> {
  const failed: string[] = [];
  let silent = 0;
  await inParallel(paths, atOnce, async (path) => {
    try {
      const answer = await client.get(path);
      silent = 0;
      if (answer.status === 'found') found.set(path, answer.resource);
    } catch (error) {
      silent += 1;
      if (!(error instanceof GatewayAway) || silent >= SILENT_MAX) throw error;
      failed.push(path);
    }
  });
  return failed;
}
