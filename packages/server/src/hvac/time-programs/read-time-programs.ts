import type { TimeProgram } from '@hearthgate/wire';
import { requireAccess, type Grant } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { connectivityOf, type Hvac, type HvacContext } from '../hvac.ts';
import { drivenBy } from '../platform-programs/drive.ts';
import { platformViews } from '../platform-programs/platform-view.ts';
import { storedPrograms } from '../platform-programs/store.ts';
import { visibleState } from '../visible-state.ts';
import {
  programsOf,
  requireCircuit,
  requireProgram,
  type Circuit,
  type CircuitKind,
} from './program-leaves.ts';
import { programView } from './program-view.ts';

export interface CircuitInput {
  readonly gatewayId: string;
  readonly kind: CircuitKind;
  readonly circuitId: number;
}

export interface ProgramInput extends CircuitInput {
  readonly timeProgramId: string;
}

export async function listTimePrograms({ hvac, caller }: HvacContext, input: CircuitInput) {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const circuit = {
    state: await visibleState(hvac, grant),
    kind: input.kind,
    number: input.circuitId,
  };
  requireCircuit(circuit);
  const connectivity = await connectivityOf(hvac, grant.gatewayId);
  const own = await platformPrograms(hvac, grant, circuit);
  if (own) return { items: own, nextCursor: null };
  const items = programsOf(circuit).map((program) => programView(circuit, program, connectivity));
  return { items, nextCursor: null };
}

export async function getTimeProgram(
  { hvac, caller }: HvacContext,
  input: ProgramInput,
): Promise<TimeProgram> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const circuit = {
    state: await visibleState(hvac, grant),
    kind: input.kind,
    number: input.circuitId,
  };
  requireCircuit(circuit);
  const own = await platformPrograms(hvac, grant, circuit);
  if (own) {
    const found = own.find(({ id }) => id === input.timeProgramId);
    if (!found) throw new AppError('not-found');
    return found;
  }
  const program = requireProgram(circuit, input.timeProgramId);
  return programView(circuit, program, await connectivityOf(hvac, grant.gatewayId));
}

/** Those that the platform executes; undefined where the gateway has its own, or nothing that a program could switch. */
async function platformPrograms(
  hvac: Hvac,
  { gatewayId, dataFrom }: Grant,
  circuit: Circuit,
): Promise<TimeProgram[] | undefined> {
  const limits = drivenBy(circuit);
  if (!limits) return undefined;
  const key = { gatewayId, kind: circuit.kind, circuit: circuit.number };
  const stored = await storedPrograms(hvac.db, key, dataFrom);
  return platformViews(limits, stored, await connectivityOf(hvac, gatewayId));
}
