import type { ProgramPoint, TimeProgram } from '@hearthgate/wire';
import { noteChange, type Grant, type Issuer } from '../../access/index.ts';
import { connectivityOf, type Hvac } from '../hvac.ts';
import { checkedPoints } from '../time-programs/plan-program.ts';
import type { ProgramLimits } from '../time-programs/program-limits.ts';
import type { Circuit } from '../time-programs/program-leaves.ts';
import { zoneOf } from '../zone-of.ts';
import { platformView } from './platform-view.ts';
import { scheduleProgram, stopProgram } from './run-program.ts';
import { writeProgram, type CircuitKey, type PlatformProgram } from './store.ts';
import { turnAt } from './switch-times.ts';

export interface PlatformPut {
  readonly grant: Grant;
  readonly issuer: Issuer;
  readonly circuit: Circuit;
  readonly limits: ProgramLimits;
  readonly programId: string;
  readonly switchPoints: readonly ProgramPoint[];
  readonly operation: string;
}

/** Stores the program whole; it is followed from its next switch point on, and nothing is sent for the storing. */
export async function putPlatformProgram(
  hvac: Hvac,
  { grant, issuer, circuit, limits, programId, switchPoints, operation }: PlatformPut,
): Promise<TimeProgram> {
  const { gatewayId, dataFrom } = grant;
  const { kind, number, state } = circuit;
  const key: CircuitKey = { gatewayId, kind, circuit: number };
  const now = hvac.clock.now();
  const row: PlatformProgram = {
    gateway_id: gatewayId,
    kind,
    circuit: number,
    program_id: programId,
    actor_kind: issuer.kind,
    actor_id: issuer.id,
    switch_points: checkedPoints(switchPoints, limits),
    active: true,
    last_issued_at: new Date(now),
    last_command_id: null,
    updated_at: new Date(now),
  };
  const { nextMs } = turnAt(row.switch_points, now, zoneOf(state));
  await hvac.transact(async (unit) => {
    await stopProgram(unit, key);
    await writeProgram(unit.tx, row, dataFrom);
    await scheduleProgram(unit, key, nextMs);
    const fields = { circuitId: number, timeProgramId: programId, switchPoints };
    const detail = { operation, fields };
    await noteChange(hvac, unit, { gatewayId, dataFrom, actor: issuer, action: 'TIME_PROGRAM', detail });
  });
  return platformView(limits, row, await connectivityOf(hvac, gatewayId));
}
