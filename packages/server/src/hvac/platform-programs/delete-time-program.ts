import { issuerOf, noteChange, requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { ControlContext } from '../hvac.ts';
import {
  capabilityOf,
  programsOf,
  requireCircuit,
  requireProgram,
  type Circuit,
} from '../time-programs/program-leaves.ts';
import type { ProgramInput } from '../time-programs/read-time-programs.ts';
import { drivenBy } from './drive.ts';
import { lockCircuit, removeProgram, type CircuitKey } from './store.ts';

/** Removes a program of the platform: the circuit stays as it is. Programs of a gateway are the gateway's. */
export async function deleteTimeProgram(
  { hvac, caller }: ControlContext,
  input: ProgramInput,
): Promise<void> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const { gatewayId, dataFrom } = grant;
  const { kind, circuitId, timeProgramId } = input;
  const circuit: Circuit = { state: await hvac.states.get(gatewayId), kind, number: circuitId };
  requireCircuit(circuit);
  if (programsOf(circuit).some(({ id }) => id === timeProgramId)) {
    throw new AppError('not-supported-by-gateway', {
      capability: `${capabilityOf(circuit, timeProgramId)}.delete`,
    });
  }
  const key: CircuitKey = { gatewayId, kind, circuit: circuitId };
  const operation = `DELETE /hvacs/{gatewayId}/${kind}/{circuitId}/timePrograms/{timeProgramId}`;
  await hvac.transact(async (unit) => {
    await lockCircuit(unit.tx, key);
    // Its timer finds nothing to do.
    const removed = await removeProgram(unit.tx, key, timeProgramId, dataFrom);
    if (!removed) {
      if (!drivenBy(circuit)) requireProgram(circuit, timeProgramId);
      throw new AppError('not-found');
    }
    const actor = issuerOf(caller);
    const detail = { operation, fields: { circuitId, timeProgramId } };
    await noteChange(hvac, unit, { gatewayId, dataFrom, actor, action: 'TIME_PROGRAM', detail });
  });
}
