import { isNoValue, isSwitchProgram, type Leaf, type NoValue, type SwitchPoint } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { numbersOf, requireNumber, valueAt } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

/** The kinds of circuit that have time programs, and where their leaves stand. */
const PREFIXES = { heatingCircuits: '/heatingCircuits/hc', dhwCircuits: '/dhwCircuits/dhw' } as const;
export type CircuitKind = keyof typeof PREFIXES;
export const CIRCUIT_KINDS = Object.keys(PREFIXES) as CircuitKind[];

export interface Circuit {
  readonly state: SystemState;
  readonly kind: CircuitKind;
  readonly number: number;
}

/** A time program of a circuit and the leaf that holds it whole. */
export interface Program {
  /** As the gateway calls it: `A`, `Family`, `pg1`. */
  readonly id: string;
  readonly leaf: Leaf;
}

/** ICOM, K 30 and K 40; hot water of CAN heat pumps. */
const OF_CIRCUIT = /^\/(?:switchPrograms|dhwTimePrograms)\/([^/]+)$/;
/** EasyControl. */
const WEEK = /^\/programs\/([^/]+)\/week$/;

export function baseOf({ kind, number }: Circuit): string {
  return `${PREFIXES[kind]}${number}`;
}

/** How a refusal names what the gateway lacks. */
export function capabilityOf({ kind, number }: Circuit, id?: string): string {
  return `${kind}.${number}.timePrograms${id === undefined ? '' : `.${id}`}`;
}

export function hasCircuit({ state, kind, number }: Circuit): boolean {
  return numbersOf(state, PREFIXES[kind]).includes(number);
}

/** The circuit's programs that the gateway described, in the order of their ids. */
export function programsOf(circuit: Circuit): Program[] {
  const programs: Program[] = [];
  for (const leaf of circuit.state.leaves.values()) {
    const id = leaf.type === 'switchProgram' ? idIn(circuit, leaf.id) : undefined;
    if (id !== undefined) programs.push({ id, leaf });
  }
  return programs.toSorted((a, b) => a.id.localeCompare(b.id));
}

export function requireCircuit({ state, kind, number }: Circuit): void {
  requireNumber(state, PREFIXES[kind], number, kind);
}

/** 422 where the circuit has no programs, 404 where it has others. */
export function requireProgram(circuit: Circuit, id: string): Program {
  requireCircuit(circuit);
  const programs = programsOf(circuit);
  if (programs.length === 0) {
    throw new AppError('not-supported-by-gateway', { capability: capabilityOf(circuit) });
  }
  const program = programs.find((one) => one.id === id);
  if (!program) throw new AppError('not-found');
  return program;
}

/** What the program holds, or the reason why that is not known. */
export function pointsOf(state: SystemState, { leaf }: Program): SwitchPoint[] | NoValue {
  const value = valueAt(state, leaf.id);
  if (isNoValue(value)) return value;
  return isSwitchProgram(value) ? value : { no: 'INVALID' };
}

/** The same, nothing where it is not known. */
export function knownPointsOf(state: SystemState, program: Program): readonly SwitchPoint[] {
  const points = pointsOf(state, program);
  return isNoValue(points) ? [] : points;
}

/** A word that the circuit reports beside its programs. */
export function wordAt(circuit: Circuit, key: string): string | undefined {
  const path = `${baseOf(circuit)}/${key}`;
  const value = circuit.state.leaves.has(path) ? valueAt(circuit.state, path) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function idIn(circuit: Circuit, path: string): string | undefined {
  const base = baseOf(circuit);
  if (path.startsWith(base)) {
    const rest = path.slice(base.length);
    return (OF_CIRCUIT.exec(rest) ?? WEEK.exec(rest))?.[1];
  }
  return isWholeHouse(circuit) ? WEEK.exec(path)?.[1] : undefined;
}

/** EasyControl keeps programs for the zones of the house; where there is one circuit, all zones are heated by it. */
function isWholeHouse({ state, kind }: Circuit): boolean {
  return kind === 'heatingCircuits' && numbersOf(state, PREFIXES.heatingCircuits).length === 1;
}
