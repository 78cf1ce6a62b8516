import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, locate, pointsOf, type Resource } from '@hearthgate/wire';
import { coverageOf, heatingCoverageOf, loadTree } from '@hearthgate/device';
import { describe, expect, test } from 'vitest';
import { markdownTable } from './markdown.ts';
import { UNMAPPED_REASONS } from './unmapped-reasons.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const UNMAPPED_PAGE = `${ROOT}docs/unmapped-leaves.md`;
/** Recorded answers of real gateways that are not part of this repository. */
const FIXTURES = join(ROOT, '../shared/fixtures');

test('docs/catalogue.md is what the catalogue says', async () => {
  const points = new Set(CATALOGUE.flatMap(pointsOf).map(({ id }) => id)).size;
  const groups = [...Map.groupBy(CATALOGUE, ({ path }) => path.split('/')[1] ?? '')];
  const page = [
    '# Catalogue',
    `What is stored of gateways: ${CATALOGUE.length} resources, and ${points} data points, some carried by several. Where a resource has two, the second is the one of boilers. \`{n}\` is a number (\`hc1\`, \`zone12\`), \`{program}\` a program's own name. Remote: may be remote controlled where the gateway lets it be written. From: smallest change that is told as an event; 0 is any change. A value outside of the range is no measurement. What is not listed here is not stored.`,
    ...groups.flatMap(([family, resources]) => [`## ${family}`, resourceTable(resources)]),
  ];
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot(`${ROOT}docs/catalogue.md`);
});

function resourceTable(resources: readonly Resource[]): string {
  const head = ['Path', 'Type', 'Unit', 'Range or words', 'Kind', 'Remote', 'Data point', 'Id', 'From'];
  const rows = resources.map((resource) => cellsOf(resource, pointsOf(resource)));
  return markdownTable(head, rows);
}

function cellsOf(
  { path, type, unit, range, words, kind, writable }: Resource,
  points: ReturnType<typeof pointsOf>,
): string[] {
  return [
    `\`${path}\``,
    type,
    unit ?? '',
    range ? `${range[0]} .. ${range[1]}` : (words ?? []).join(', '),
    kind,
    writable ? 'yes' : '',
    points.map(({ name }) => `\`${name}\``).join(', '),
    points.map(({ id }) => id).join(', '),
    points.map(({ threshold }) => threshold).join(', '),
  ];
}

const recorded = existsSync(FIXTURES)
  ? [...readdirSync(join(FIXTURES, 'km200')).map((name) => join('km200', name)), 'k40rf/fixtures']
  : [];

describe('docs/unmapped-leaves.md', () => {
  test('lists nothing that is in the catalogue, and each leaf with one reason', () => {
    const listed = [...readFileSync(UNMAPPED_PAGE, 'utf8').matchAll(/^- `(.+)`$/gm)];
    expect(listed.length).toBeGreaterThan(50);
    for (const [, id = ''] of listed)
      expect([id, locate(id), reasonsOf(id).length]).toEqual([id, undefined, 1]);
  });

  test.skipIf(recorded.length === 0)(
    'lists every leaf of the recorded trees that is not mapped (left out where the fixtures are not beside the repository)',
    async () => {
      const trees = recorded.map((name) => ({ name, tree: loadTree(join(FIXTURES, name)) }));
      const shares = trees.map(({ name, tree }) => {
        const [all, heating] = [coverageOf(tree), heatingCoverageOf(tree)];
        return [name, `${all.mapped} of ${all.total}`, `${heating.mapped} of ${heating.total}`];
      });
      const ids = [...new Set(trees.flatMap(({ tree }) => coverageOf(tree).unmapped))].toSorted();
      const page = [
        '# Unmapped leaves',
        'Leaves of recorded trees of real gateways that the [catalogue](catalogue.md) does not list, so they are not stored, and why. `hearthgate device FILE --check` tells the same of any tree.',
        markdownTable(['tree', 'mapped leaves', 'of those with heating values'], shares),
        ...UNMAPPED_REASONS.flatMap(([reason]) => {
          const listed = ids.filter((id) => reasonsOf(id).includes(reason));
          return listed.length > 0 ? [`## ${reason}`, listed.map((id) => `- \`${id}\``).join('\n')] : [];
        }),
      ];
      expect(ids.filter((id) => reasonsOf(id).length !== 1)).toEqual([]);
      await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot(UNMAPPED_PAGE);
    },
  );
});

function reasonsOf(id: string): string[] {
  return UNMAPPED_REASONS.filter(([, pattern]) => pattern.test(id)).map(([reason]) => reason);
}
