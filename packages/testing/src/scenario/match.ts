/** Where what came is not what was expected. */
export interface Difference {
  /** JSON pointer into what came; empty: all of it. */
  readonly path: string;
  readonly expected: string;
  readonly got: unknown;
}

/** Compares by the rules of the guide: objects need not be complete, lists must be, `$` begins a rule. */
export function differences(expected: unknown, got: unknown, path = ''): Difference[] {
  if (Array.isArray(expected)) return listDifferences(expected, got, path);
  if (typeof expected !== 'object' || expected === null)
    return Object.is(expected, got) ? [] : [{ path, expected: JSON.stringify(expected), got }];
  const entries = Object.entries(expected);
  if (entries.some(([name]) => name.startsWith('$')))
    return entries.flatMap(([name, rule]) => ruleDifferences(name, rule, got, path));
  if (typeof got !== 'object' || got === null || Array.isArray(got))
    return [{ path, expected: 'an object', got }];
  return entries.flatMap(([name, inner]) =>
    differences(inner, (got as Record<string, unknown>)[name], `${path}/${name}`),
  );
}

function listDifferences(expected: readonly unknown[], got: unknown, path: string): Difference[] {
  if (!Array.isArray(got) || got.length !== expected.length)
    return [{ path, expected: `a list of ${expected.length}`, got }];
  return expected.flatMap((item, index) => differences(item, got[index], `${path}/${index}`));
}

type Rule = (rule: unknown, got: unknown) => boolean;
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Each is true when what came keeps it. */
const RULES: Readonly<Record<string, Rule>> = {
  $atLeast: (rule, got) => isNumber(got) && got >= Number(rule),
  $atMost: (rule, got) => isNumber(got) && got <= Number(rule),
  $match: (rule, got) => typeof got === 'string' && new RegExp(String(rule)).test(got),
  $type: (rule, got) => typeOf(got) === rule,
  $exists: (rule, got) => (got !== undefined) === rule,
  $not: (rule, got) => differences(rule, got).length > 0,
  $oneOf: (rule, got) => Array.isArray(rule) && rule.some((one) => differences(one, got).length === 0),
  $has: (rule, got) => Array.isArray(got) && got.some((item) => differences(rule, item).length === 0),
  $every: (rule, got) => Array.isArray(got) && got.every((item) => differences(rule, item).length === 0),
  $length: (rule, got) => Array.isArray(got) && differences(rule, got.length).length === 0,
};
export const RULE_NAMES = Object.keys(RULES);

function ruleDifferences(name: string, rule: unknown, got: unknown, path: string): Difference[] {
  const keeps = RULES[name];
  if (!keeps) throw new Error(`unknown rule ${name} in an expectation; there are ${RULE_NAMES.join(', ')}`);
  return keeps(rule, got) ? [] : [{ path, expected: `${name} ${JSON.stringify(rule)}`, got }];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
