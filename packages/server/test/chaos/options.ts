import type { Fault } from './fault.ts';
import { SET_UPS, type SetUp } from './set-ups/world.ts';

export interface Options {
  readonly faults: readonly Fault[];
  readonly setUps: readonly SetUp[];
  readonly seed: number;
  /** Is the page written? */
  readonly writes: boolean;
}

/** Throws with what is wrong; undefined: help is wanted. */
export function readOptions(args: readonly string[], all: readonly Fault[]): Options | undefined {
  const names: string[] = [];
  let setUps: readonly SetUp[] = SET_UPS;
  let seed = 1;
  let writes = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') return undefined;
    const [flag = '', inline] = arg.split('=', 2);
    if (flag === '--seed') seed = seedOf(inline ?? rest.shift());
    else if (flag === '--set-up') setUps = [setUpOf(inline ?? rest.shift())];
    else if (arg === '--write') writes = true;
    else if (arg.startsWith('-')) throw new Error(`Unknown: ${arg}`);
    else if (all.some(({ name }) => name === arg)) names.push(arg);
    else throw new Error(`There is no fault ${arg}.`);
  }
  const faults = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const isWhole = faults.length === all.length && setUps.length === SET_UPS.length;
  return { faults, setUps, seed, writes: writes || isWhole };
}

export function helpOf(all: readonly Fault[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return `Usage: npm run chaos -- [NAME...] [--set-up one|many] [--seed N] [--write]

Breaks one thing after the other under servers that work, and checks that nothing which was accepted is lost. Without names everything
is tried, in some 15 minutes, and docs/proofs/chaos.md is written. Ends with 1 when a promise was broken.
  NAME       one of the faults below; several may be named
  --set-up   one: what "hearthgate start" gives; many: two nodes with Mosquitto, Redis and PostgreSQL; both without it
  --seed     chooses victims; 1 without it
  --write    writes the page from what was chosen, too

${all.map(({ name, setUps, promise }) => `  ${name.padEnd(width)}  ${setUps.join(', ').padEnd(9)}  ${promise}`).join('\n')}
`;
}

function seedOf(text: string | undefined): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('--seed needs a whole number from 0 on.');
  return seed;
}

function setUpOf(text: string | undefined): SetUp {
  const found = SET_UPS.find((setUp) => setUp === text);
  if (found === undefined) throw new Error(`--set-up needs one of ${SET_UPS.join(', ')}.`);
  return found;
}
