import { locate } from '@hearthgate/wire';
import type { Tree } from './load-tree.ts';

/** Reasons for being left out that make a resource no leaf: a branch, history, or something this installation does not have. */
const NO_LEAF = new Set(['refEnum', 'yRecording', 'yRecordingExtended', 'not in use']);
const HEATING =
  /^\/(heatingCircuits|dhwCircuits|heatSources|solarCircuits|ventilation|zones|pool|system\/sensors)\//;

/** How much of a tree the catalogue knows. */
export interface Coverage {
  readonly mapped: number;
  readonly total: number;
  /** Paths that are not stored: the catalogue does not list them, or the link has no form for their type. */
  readonly unmapped: readonly string[];
}

export function coverageOf(tree: Tree): Coverage {
  const unmapped = unmappedLeaves(tree);
  const mapped = [...tree.leaves.keys()].filter((id) => locate(id)).length;
  return { mapped, total: mapped + unmapped.length, unmapped };
}

/** The part of the tree that carries heating values: circuits, heat sources, rooms and sensors, not the gateway's own matters. */
export function heatingCoverageOf(tree: Tree): Coverage {
  const unmapped = unmappedLeaves(tree).filter((id) => HEATING.test(id));
  const mapped = [...tree.leaves.keys()].filter((id) => HEATING.test(id) && locate(id)).length;
  return { mapped, total: mapped + unmapped.length, unmapped };
}

export function unmappedLeaves({ leaves, skipped }: Tree): string[] {
  const carried = [...leaves.keys()].filter((id) => !locate(id));
  const formless = [...skipped].flatMap(([reason, ids]) => {
    if (NO_LEAF.has(reason)) return [];
    return reason === 'no usable value' ? ids.filter((id) => !locate(id)) : ids;
  });
  return [...carried, ...formless].toSorted();
}
