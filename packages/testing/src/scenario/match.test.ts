import { expect, test } from 'vitest';
import { differences } from './match.ts';
import { pointedAt, Variables } from './variables.ts';

test('objects need not be complete, lists must be', () => {
  expect(differences({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
  expect(differences({ a: [1] }, { a: [1, 2] })).toEqual([
    { path: '/a', expected: 'a list of 1', got: [1, 2] },
  ]);
  expect(differences({ a: { b: null } }, { a: {} })).toEqual([
    { path: '/a/b', expected: 'null', got: undefined },
  ]);
});

test.each<[unknown, unknown, unknown]>([
  [{ $atLeast: 3 }, 3, 2],
  [{ $atMost: 3 }, 3, 4],
  [{ $atLeast: 1, $atMost: 3 }, 2, '2'],
  [{ $match: '^K\\d0$' }, 'K40', 'ICOM'],
  [{ $type: 'list' }, [], {}],
  [{ $exists: false }, undefined, null],
  [{ $not: { a: 1 } }, { a: 2 }, { a: 1, b: 1 }],
  [{ $oneOf: ['a', { b: 1 }] }, { b: 1 }, 'c'],
  [{ $has: { a: 1 } }, [{ a: 2 }, { a: 1, b: 1 }], [{ a: 2 }]],
  [{ $every: { a: { $atLeast: 1 } } }, [{ a: 1 }], [{ a: 1 }, { a: 0 }]],
  [{ $length: { $atLeast: 2 } }, [1, 2], [1]],
])('%j fits %j and not %j', (rule, right, wrong) => {
  expect(differences(rule, right)).toEqual([]);
  expect(differences(rule, wrong)).not.toEqual([]);
});

test('a variable alone keeps its type, within a text it becomes text', () => {
  const variables = new Variables();
  variables.set('n', 3);
  variables.set('spare', { gatewayId: '101000009' });
  expect(variables.resolve({ a: '${n}', b: ['/hvacs/${spare.gatewayId}?n=${n}'] })).toEqual({
    a: 3,
    b: ['/hvacs/101000009?n=3'],
  });
  expect(() => variables.resolve('${m}')).toThrow('there is no variable ${m}; there are n, spare');
  expect(() => variables.resolve('${spare.colour}')).toThrow('spare has no colour');
  expect(pointedAt({ 'a/b': [{ c: 1 }] }, '/a~1b/0/c')).toBe(1);
});
