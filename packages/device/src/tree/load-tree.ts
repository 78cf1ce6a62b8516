import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkNotification } from '@hearthgate/wire';
import type { ReadLeaf } from './fields.ts';
import { readNotifications } from './read-notifications.ts';
import { readResource } from './read-resource.ts';
import { systemCounters } from './system-counters.ts';

/** A recorded resource tree. */
export interface Tree {
  readonly leaves: ReadonlyMap<string, ReadLeaf>;
  readonly notifications: LinkNotification[];
  /** Ids of what is not a leaf of the link, by the reason or resource type. */
  readonly skipped: ReadonlyMap<string, readonly string[]>;
}

/** Reads a file in the KM200 form (a list of lists of resources), a flat list, a single resource, or a folder of such files. */
export function loadTree(path: string): Tree {
  const files = listFiles(path);
  const resources = files.flatMap((file) => resourcesOf(readTreeFile(file), file));
  const tree = buildTree(resources);
  if (tree.leaves.size === 0) {
    throw new Error(
      `${path} holds no leaf with a value; a resource tree with ids, types and values is needed`,
    );
  }
  return tree;
}

export function buildTree(resources: readonly object[]): Tree {
  const leaves = new Map<string, ReadLeaf>();
  const notifications: LinkNotification[] = [];
  const skipped = new Map<string, string[]>();
  for (const resource of resources) {
    if (Object.keys(resource).length === 0) continue;
    if ('type' in resource && resource.type === 'errorList') {
      notifications.push(...readNotifications(resource));
      continue;
    }
    const read = readResource(resource);
    for (const leaf of read.leaves) leaves.set(leaf.leaf.id, leaf);
    if (read.skipped) skipped.set(read.skipped, [...(skipped.get(read.skipped) ?? []), read.id]);
  }
  for (const sum of systemCounters(leaves)) leaves.set(sum.leaf.id, sum);
  return { leaves, notifications, skipped };
}

function listFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json'));
    if (names.length === 0) throw new Error('the folder has no .json file');
    return names.toSorted().map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What a file holds, as it is. */
export function readTreeFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw error instanceof SyntaxError
      ? new Error(`${file} is not JSON: ${error.message}`, { cause: error })
      : unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const reason = isMissing
    ? 'no such file or folder'
    : error instanceof Error
      ? error.message
      : String(error);
  return new Error(`cannot read ${path}: ${reason}`, { cause: error });
}

/** Lists may be nested; everything in them must be an object. */
function resourcesOf(content: unknown, file: string): object[] {
  if (Array.isArray(content)) return content.flatMap((entry: unknown) => resourcesOf(entry, file));
  if (typeof content === 'object' && content !== null) return [content];
  throw new Error(
    `${file} is not a resource tree: found ${JSON.stringify(content).slice(0, 40)} where a resource must stand`,
  );
}
