import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isNoValue, locate, readLeafValue } from '@hearthgate/wire';
import { describe, expect, test } from 'vitest';
import { buildTree } from './load-tree.ts';
import { readExamples } from './test-specification.ts';
import { heatingCoverageOf, unmappedLeaves } from './unmapped-leaves.ts';

const FILE = fileURLToPath(new URL('../../../../../shared/fixtures/k40rf/openapi.yaml', import.meta.url));
const OUR_SPELLING: Readonly<Record<string, string>> = {
  mins: 'min',
  wh: 'Wh',
  '1/min': 'rpm',
  'rpm"': 'rpm',
};
/** Their unit differs from gateway to gateway, so the catalogue names none. */
const WITHOUT_UNIT = new Set(['/devices/device1/signal']);

/** Two examples have an id that names no heat source. */
function examples(): object[] {
  return [...readExamples(FILE)]
    .filter(([path]) => !path.startsWith('/recordings'))
    .map(([, example]) => {
      const id = 'id' in example ? String(example.id).replace(/hs(X|\$\{hs_id\})/, 'hs2') : undefined;
      return { ...example, id };
    });
}

describe.skipIf(!existsSync(FILE))(
  'the specification of the K 40 RF (left out where the fixtures are not beside the repository)',
  () => {
    const tree = existsSync(FILE) ? buildTree(examples()) : buildTree([]);
    const mapped = [...tree.leaves.values()].flatMap(({ leaf, value }) => {
      const resource = locate(leaf.id)?.resource;
      return resource ? [{ leaf, value, resource }] : [];
    });

    test('all of it is in the catalogue but the network, reports of updates and what is no value', () => {
      expect(mapped.length).toBeGreaterThan(230);
      expect(unmappedLeaves(tree)).toEqual([
        '/devices/device1/errors',
        '/devices/inclusionWhitelist',
        '/gateway/eth/ip/ipv4',
        '/gateway/eth/mac',
        '/gateway/update/report',
        '/gateway/update/status',
        '/gateway/wifi/apList',
        '/gateway/wifi/hotspotRemainingTime',
        '/gateway/wifi/ip/ipv4',
        '/gateway/wifi/mac',
        '/gateway/wifi/pairingStatus',
        '/gateway/wifi/ssid',
        '/signals/SC.HC1.FlowTempSetp',
        '/system/update/report',
        '/system/update/status',
        '/zones/configuration',
      ]);
      expect(heatingCoverageOf(tree).unmapped).toEqual(['/zones/configuration']);
    });

    test('every leaf has the type and the unit of the catalogue', () => {
      for (const { leaf, resource } of mapped) {
        const unit = OUR_SPELLING[leaf.unit ?? ''] ?? leaf.unit;
        expect([leaf.id, leaf.type]).toEqual([leaf.id, resource.type]);
        if (unit !== undefined && !WITHOUT_UNIT.has(leaf.id))
          expect([leaf.id, unit]).toEqual([leaf.id, resource.unit]);
      }
    });

    test('every example is a value or has a reason, and every sentinel of the specification is known', () => {
      for (const { leaf, value, resource } of mapped) {
        expect([leaf.id, readLeafValue(resource, value, leaf.state)]).not.toEqual([leaf.id, undefined]);
        for (const sentinel of Object.values(leaf.state ?? {})) {
          const read = readLeafValue(resource, sentinel);
          expect([leaf.id, sentinel, isNoValue(read)]).toEqual([leaf.id, sentinel, true]);
        }
      }
    });

    test('every word of the specification is a word of the catalogue', () => {
      for (const { leaf, resource } of mapped) {
        const unknown = (leaf.allowedValues ?? []).filter((word) => resource.words?.includes(word) === false);
        expect([leaf.id, unknown]).toEqual([leaf.id, []]);
      }
    });
  },
);
