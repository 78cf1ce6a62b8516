import { json } from '../shell/screen.ts';
import { type Tree, coverageOf, heatingCoverageOf } from '@hearthgate/device';

/** How much of a recorded tree the platform would keep, and what it would not, by family. */
export function checkTree(file: string, tree: Tree, asJson = false): string {
  const all = coverageOf(tree);
  const heating = heatingCoverageOf(tree);
  if (asJson) return json({ file, all, heating });
  const lines = [
    `${file}: ${all.mapped} of ${all.total} leaves are mapped`,
    `of those that carry heating values: ${heating.mapped} of ${heating.total}`,
  ];
  const families = Map.groupBy(all.unmapped, (id) => id.split('/')[1] ?? '');
  for (const [family, ids] of families)
    lines.push('', `not mapped, ${family}: ${ids.length}`, ...ids.map(indented));
  return lines.join('\n');
}

function indented(id: string): string {
  return `  ${id}`;
}
