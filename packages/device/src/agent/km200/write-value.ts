import {
  type CommandWrite,
  type Leaf,
  type LinkValue,
  isSwitchProgram,
  sameLinkValue,
} from '@hearthgate/wire';
import type { WriteResult } from '../../appliance.ts';
import { refusal } from '../../check-write.ts';
import { readResource } from '../../tree/read-resource.ts';
import { GatewayAway } from '../gateway-errors.ts';
import type { Km200Client } from './km200-client.ts';

/** Until a value that the gateway took can be read back: 1 to 10 s on real appliances. */
const READ_BACK_MS = 15_000;
const LOOK_EVERY_MS = 500;

export interface Patience {
  readonly readBackMs: number;
  readonly lookEveryMs: number;
}

export const PATIENCE: Patience = { readBackMs: READ_BACK_MS, lookEveryMs: LOOK_EVERY_MS };

/** Writes, then reads until the gateway holds the value or the time is over; answers what it holds then. */
export async function writeValue(
  client: Km200Client,
  leaf: Leaf,
  { path, value }: CommandWrite,
  patience: Patience,
): Promise<WriteResult> {
  const error = refusal(leaf, value);
  if (error !== undefined) return { status: 'REFUSED', error };
  const content = isSwitchProgram(value) ? await wholeProgram(client, path, value) : { value };
  const refused = content ? await put(client, path, content) : 'the program cannot be read';
  if (refused !== undefined) return { status: 'REFUSED', error: refused };
  const giveUpAt = performance.now() + patience.readBackMs;
  for (;;) {
    const held = await readBack(client, path);
    const isOver = performance.now() >= giveUpAt;
    if (held !== undefined && (isOver || sameLinkValue(held, value)))
      return { status: 'CONFIRMED', value: held };
    if (isOver) return { status: 'REFUSED', error: 'the value cannot be read back' };
    await new Promise((resolve) => setTimeout(resolve, patience.lookEveryMs));
  }
}

/** Without an answer the gateway may have taken the value all the same: what is read back decides. */
async function put(client: Km200Client, path: string, content: object): Promise<string | undefined> {
  try {
    return await client.put(path, content);
  } catch (error) {
    if (error instanceof GatewayAway) return undefined;
    throw error;
  }
}

async function readBack(client: Km200Client, path: string): Promise<LinkValue | undefined> {
  const answer = await client.get(path).catch(() => undefined);
  if (answer?.status !== 'found') return undefined;
  return readResource(answer.resource).leaves.find(({ leaf }) => leaf.id === path)?.value;
}

/** A program is written as the whole resource with other switch points, as clients of this gateway do. */
async function wholeProgram(
  client: Km200Client,
  path: string,
  switchPoints: LinkValue,
): Promise<object | undefined> {
  const answer = await client.get(path);
  return answer.status === 'found' ? { ...answer.resource, switchPoints } : undefined;
}
