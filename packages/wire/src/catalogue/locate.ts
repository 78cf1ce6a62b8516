import type { Resource } from './resource.ts';
import { CATALOGUE } from './rows.ts';

/** A path of a gateway, found in the catalogue. */
export interface Located {
  readonly resource: Resource;
  /**
   * Row of the twin, under 2 kB: the circuit or the family (`hc1`, `hs1`, `system`). What is large or numbered inside it has a
   * row of its own: `hs1/refrigerant`, `system/hm1`, and `hc1/A` for a switch program.
   */
  readonly component: string;
  /** Path inside what the component's first part names. */
  readonly key: string;
  /** Number of the circuit, heat source, zone or device; 0 where the resource has none. */
  readonly instance: number;
  /** Name of a switch program. */
  readonly program?: string;
  readonly pointName?: string;
}

/** The catalogue's paths as a tree: `hc{n}` is the branch `hc` of `numbered`, `{program}` takes any name. */
interface Branch {
  readonly literal: Map<string, Branch>;
  readonly numbered: Map<string, Branch>;
  program?: Branch;
  resource?: Resource;
}

/** Where a path has led so far. */
interface Walk {
  readonly branch: Branch;
  readonly instance: number;
  /** Which part of the path carried the number. */
  readonly numberedAt: number;
  readonly program?: string;
}

/** A part of a path that names one of several: `hc1`, `zone12`. */
const NUMBERED = /^([A-Za-z]+)([1-9][0-9]?)$/;
const NUMBER = '{n}';
const PROGRAM = '{program}';
/** Groups of leaves that would make the row of their owner too large. */
const OWN_ROW = new Set([
  'appliance',
  'emon',
  'energyMonitoring',
  'externalInputs',
  'info',
  'powerConstraints',
  'refrigerant',
  'sensors',
  'variableTariff',
]);

const tree = newBranch();
for (const resource of CATALOGUE) grow(resource);

/** Every report asks for all its paths. At most 99 for each row of the catalogue, since names of programs are not kept. */
const found = new Map<string, Located>();

/** Undefined for a path that the catalogue does not list. */
export function locate(path: string): Located | undefined {
  const known = found.get(path);
  if (known) return known;
  const located = walkTo(path);
  if (located && located.program === undefined) found.set(path, located);
  return located;
}

/** Is this path in the catalogue, or the beginning of one that is? What a gateway has elsewhere need not be read. */
export function leadsToResource(path: string): boolean {
  const parts = path.split('/');
  let walk: Walk | undefined = { branch: tree, instance: 0, numberedAt: 0 };
  for (const [depth, part] of parts.entries()) walk = walk && step(walk, part, depth);
  return walk !== undefined;
}

function walkTo(path: string): Located | undefined {
  const parts = path.split('/');
  let walk: Walk | undefined = { branch: tree, instance: 0, numberedAt: 0 };
  for (const [depth, part] of parts.entries()) {
    walk = step(walk, part, depth);
    if (!walk) return undefined;
  }
  const { instance, program } = walk;
  const { resource } = walk.branch;
  if (!resource) return undefined;
  const pointName = resource.point?.name.replace(NUMBER, String(instance));
  return {
    resource,
    ...placeOf(parts, walk),
    instance,
    ...(program !== undefined && { program }),
    ...(pointName !== undefined && { pointName }),
  };
}

function step(walk: Walk, part: string, depth: number): Walk | undefined {
  const { literal, numbered, program } = walk.branch;
  const named = literal.get(part);
  if (named) return { ...walk, branch: named };
  const [, prefix = '', digits = ''] = NUMBERED.exec(part) ?? [];
  const counted = numbered.get(prefix);
  if (counted) return { ...walk, branch: counted, instance: Number(digits), numberedAt: depth };
  return program && part !== '' && !part.includes('{')
    ? { ...walk, branch: program, program: part }
    : undefined;
}

function placeOf(parts: readonly string[], walk: Walk): Pick<Located, 'component' | 'key'> {
  // Ventilation counts zones of its own, which are no rooms.
  const ownerAt = walk.numberedAt === 2 && parts[1] !== 'ventilation' ? 2 : 1;
  const within = parts.slice(ownerAt + 1);
  const owner = parts[ownerAt] ?? '';
  const key = within.join('/');
  if (walk.program !== undefined) return { component: `${owner}/${walk.program}`, key };
  const inner = walk.numberedAt > ownerAt ? parts[walk.numberedAt] : within.find((part) => OWN_ROW.has(part));
  return { component: inner === undefined ? owner : `${owner}/${inner}`, key };
}

function grow(resource: Resource): void {
  let at = tree;
  for (const part of resource.path.split('/')) at = branchFor(at, part);
  at.resource = resource;
}

function branchFor(at: Branch, part: string): Branch {
  if (part === PROGRAM) return (at.program ??= newBranch());
  const isNumbered = part.endsWith(NUMBER);
  const siblings = isNumbered ? at.numbered : at.literal;
  const name = isNumbered ? part.slice(0, -NUMBER.length) : part;
  const branch = siblings.get(name) ?? newBranch();
  siblings.set(name, branch);
  return branch;
}

function newBranch(): Branch {
  return { literal: new Map(), numbered: new Map() };
}
