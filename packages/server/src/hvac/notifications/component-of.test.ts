import { expect, test } from 'vitest';
import { faultOf, type Leaf } from '@hearthgate/wire';
import { emptyState } from '../system-state.ts';
import { componentOf } from './component-of.ts';

function stateWith(...paths: string[]) {
  const leaves = paths.map((id): [string, Leaf] => [id, { id, type: 'number' }]);
  return { ...emptyState(101_000_001), leaves: new Map(leaves) };
}
const ONE = stateWith('/heatSources/hs1/numberOfStarts', '/dhwCircuits/dhw1/actualTemp');
const TWO = stateWith(
  '/heatSources/hs1/numberOfStarts',
  '/heatSources/hs2/numberOfStarts',
  '/dhwCircuits/dhw1/actualTemp',
  '/dhwCircuits/dhw2/actualTemp',
);

test.each([
  ['A32', 3122, 'hc2'],
  ['A24', 806, 'hc4'],
  [undefined, 5271, 'hc1'],
  ['6A', 227, 'hs1'],
  [undefined, 5201, 'hs1'],
  ['H01', 5596, 'hs1'],
  ['A01', 808, 'dhw1'],
  ['A11', 1000, 'system'],
  ['A12', 815, 'system'],
  ['A51', 813, null],
  ['4U', 521, null],
  // Of a second heat pump that this gateway did not describe.
  [undefined, 5502, null],
])('%s/%s of a system with one of each is about %s', (display, cause, component) => {
  expect(componentOf(faultOf(display, cause), ONE)).toBe(component);
});

test('where several could be meant, none is named, unless the code does', () => {
  expect(componentOf(faultOf('6A', 227), TWO)).toBeNull();
  expect(componentOf(faultOf('A01', 808), TWO)).toBeNull();
  expect(componentOf(faultOf(undefined, 5502), TWO)).toBe('hs2');
  expect(componentOf(faultOf('6A', 227), stateWith())).toBeNull();
});
