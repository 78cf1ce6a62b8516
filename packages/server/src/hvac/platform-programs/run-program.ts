import type { CommandWrite } from '@hearthgate/wire';
import { partyOf, requireAccess, type Issuer } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import { findCommand } from '../commands/store.ts';
import type { Hvac } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import type { Circuit } from '../time-programs/program-leaves.ts';
import { zoneOf } from '../zone-of.ts';
import { drivenBy, planTurn } from './drive.ts';
import {
  activeProgram,
  deactivate,
  drivenCircuits,
  lockCircuit,
  markIssued,
  type CircuitKey,
  type PlatformProgram,
} from './store.ts';
import { turnAt } from './switch-times.ts';

const TIMER_KIND = 'time-program';
/** A protection rule or a full queue may stand in the way now and not later. */
const REFUSED_AGAIN_MS = 5 * 60_000;

/** At each switch point of an active program its command is accepted, in the transaction that sets the next timer. */
export function addPlatformProgramTimers(hvac: Hvac, desk: CommandDesk): void {
  hvac.timers.on<CircuitKey>(TIMER_KIND, (unit, key) => runProgram(hvac, desk, unit, key));
}

/** The gateway is connected: what it missed is caught up, once and with what holds now. */
export async function wakePrograms(hvac: Hvac, gatewayId: number): Promise<void> {
  const circuits = await drivenCircuits(hvac.db, gatewayId);
  if (circuits.length === 0) return;
  await hvac.transact(async (unit) => {
    for (const key of circuits) await scheduleProgram(unit, key, hvac.clock.now());
  });
}

export async function scheduleProgram(unit: UnitOfWork, key: CircuitKey, dueAtMs: number): Promise<void> {
  const timer = { slice: sliceOfGateway(key.gatewayId), id: timerOf(key), kind: TIMER_KIND };
  await unit.schedule({ ...timer, dueAtMs, payload: key });
}

/** The timer first, as when it fires: who changes programs cannot wait for a timer that waits for them. */
export async function stopProgram(unit: UnitOfWork, key: CircuitKey): Promise<void> {
  await unit.cancel(sliceOfGateway(key.gatewayId), timerOf(key));
  await lockCircuit(unit.tx, key);
}

async function runProgram(hvac: Hvac, desk: CommandDesk, unit: UnitOfWork, key: CircuitKey): Promise<void> {
  await stopProgram(unit, key);
  const program = await activeProgram(unit.tx, key);
  if (!program) return;
  const dataFrom = await dataFromOf(hvac, program);
  if (!dataFrom) return deactivate(unit.tx, key);
  const state = await hvac.states.get(key.gatewayId);
  const turn = turnAt(program.switch_points, hvac.clock.now(), zoneOf(state));
  await scheduleProgram(unit, key, turn.nextMs);
  const isDue = !(await wasIssued(unit, program, turn.sinceMs));
  // It is caught up when the gateway is connected.
  if (!isDue || !(await hvac.presence.isOnline(key.gatewayId))) return;
  const writes = writesOf(hvac, state, key, turn.setpoint);
  if (!writes) return;
  const { kind, circuit: circuitId } = key;
  const fields = { kind, circuitId, timeProgramId: program.program_id, level: turn.setpoint };
  try {
    const command = await desk.acceptIn(unit, {
      gatewayId: key.gatewayId,
      issuer: issuerOfProgram(program),
      dataFrom,
      writes,
      asked: { operation: 'TIME_PROGRAM', fields },
    });
    await markIssued(unit.tx, key, new Date(turn.sinceMs), command.command_id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    noteRefused(hvac, key, error);
    const againMs = hvac.clock.now() + REFUSED_AGAIN_MS;
    await scheduleProgram(unit, key, Math.min(turn.nextMs, againMs));
  }
}

/** Under which owners it may run; undefined where who wrote it has no access any more, or to another owner's gateway. */
async function dataFromOf(hvac: Hvac, program: PlatformProgram): Promise<Date | undefined> {
  const { gateway_id: gatewayId } = program;
  const party = partyOf(issuerOfProgram(program));
  try {
    const grant = await requireAccess(hvac.access, party, String(gatewayId), 'remoteControl');
    return program.updated_at >= grant.dataFrom ? grant.dataFrom : undefined;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function issuerOfProgram({ actor_kind: kind, actor_id: id }: PlatformProgram): Issuer {
  return { kind, id };
}

/** A command that expired was not carried out. */
async function wasIssued(unit: UnitOfWork, program: PlatformProgram, sinceMs: number): Promise<boolean> {
  if (program.last_issued_at.getTime() < sinceMs) return false;
  if (program.last_command_id === null) return true;
  const command = await findCommand(unit.tx, program.gateway_id, program.last_command_id);
  return command?.status !== 'EXPIRED';
}

/** Undefined where the gateway would refuse: its next switch point may be another matter. */
function writesOf(
  hvac: Hvac,
  state: SystemState,
  { kind, circuit: number }: CircuitKey,
  setpoint: string | number,
): CommandWrite[] | undefined {
  const circuit: Circuit = { state, kind, number };
  try {
    return drivenBy(circuit) && planTurn(circuit, setpoint);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    noteRefused(hvac, { gatewayId: state.gatewayId, kind, circuit: number }, error);
    return undefined;
  }
}

function noteRefused({ log }: Hvac, key: CircuitKey, { code }: AppError): void {
  log.warn({ ...key, code }, 'a switch point could not be issued');
}

function timerOf({ gatewayId, kind, circuit }: CircuitKey): string {
  return `program:${gatewayId}:${kind}:${circuit}`;
}
