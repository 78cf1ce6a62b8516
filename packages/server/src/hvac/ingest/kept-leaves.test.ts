import type { Leaf } from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { keptLeaves } from './kept-leaves.ts';

function leaf(id: string, writeable: boolean): Leaf {
  return { id, type: 'number', writeable, unit: 'C' };
}

test('what the catalogue does not list never enters', () => {
  const strangers = ['/gateway/wifi/ssid', '/gateway/user/email', '/gateway/eth/mac', '/what/ever'];
  expect(keptLeaves(strangers.map((id) => leaf(id, true)))).toEqual([]);
});

test('what an owner sets stays writable, what an installer sets becomes read-only', () => {
  const manual = leaf('/heatingCircuits/hc1/manualRoomSetpoint', true);
  const curve = leaf('/heatingCircuits/hc1/heatCurveMax', true);
  const tariff = leaf('/system/variableTariff/ch/highPriceDelta', true);
  expect(keptLeaves([manual, curve, tariff])).toEqual([
    manual,
    { ...curve, writeable: false },
    { ...tariff, writeable: false },
  ]);
});

test('a gateway that does not let a set-point be written is believed', () => {
  const readOnly = leaf('/heatingCircuits/hc1/manualRoomSetpoint', false);
  expect(keptLeaves([readOnly])).toEqual([readOnly]);
});
