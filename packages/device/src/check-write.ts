import type { Leaf, LinkValue, SwitchPoint } from '@hearthgate/wire';

/** Why this leaf cannot take the value, in a few words; undefined when it can. */
export function refusal(leaf: Leaf | undefined, value: LinkValue): string | undefined {
  if (!leaf) return 'no such resource';
  if (!leaf.writeable) return 'read-only';
  switch (leaf.type) {
    case 'string':
      return typeof value === 'string' ? unlistedWord(leaf, [value]) : 'a text is needed';
    case 'words':
      return isWords(value) ? unlistedWord(leaf, value) : 'a list of words is needed';
    case 'switchProgram':
      return isProgram(value) ? unfitProgram(leaf, value) : 'a list of switch points is needed';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? unfitNumber(leaf, value)
        : 'a number is needed';
  }
}

function unlistedWord(leaf: Leaf, words: readonly string[]): string | undefined {
  const { allowedValues } = leaf;
  if (!allowedValues || words.every((word) => allowedValues.includes(word))) return undefined;
  return `not one of ${allowedValues.join(', ')}`.slice(0, 200);
}

function unfitNumber(leaf: Leaf, value: number): string | undefined {
  // `na` (not set) is a sentinel that clients write themselves, unlike those of a broken sensor.
  if (leaf.state?.['na'] === value) return undefined;
  if (leaf.min !== undefined && value < leaf.min) return `below the minimum of ${leaf.min}`;
  if (leaf.max !== undefined && value > leaf.max) return `above the maximum of ${leaf.max}`;
  return undefined;
}

function unfitProgram({ program }: Leaf, points: readonly SwitchPoint[]): string | undefined {
  const { maxPoints, maxPointsPerDay, rasterMinutes } = program ?? {};
  if (maxPoints !== undefined && points.length > maxPoints) return `more than ${maxPoints} switch points`;
  for (const day of Map.groupBy(points, ({ dayOfWeek }) => dayOfWeek).values()) {
    if (maxPointsPerDay !== undefined && day.length > maxPointsPerDay)
      return `more than ${maxPointsPerDay} switch points on a day`;
  }
  if (rasterMinutes !== undefined && points.some(({ time }) => time % rasterMinutes !== 0))
    return `a time is not on the raster of ${rasterMinutes} minutes`;
  return undefined;
}

function isWords(value: LinkValue): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isProgram(value: LinkValue): value is SwitchPoint[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object');
}
