import type { ProgramPoint, TimeProgramReplaced } from '@hearthgate/wire';
import { issuerOf, requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { connectivityOf } from '../hvac.ts';
import { drivenBy } from '../platform-programs/drive.ts';
import { isPlatformId } from '../platform-programs/platform-view.ts';
import { putPlatformProgram } from '../platform-programs/put-platform-program.ts';
import { planProgram } from './plan-program.ts';
import { requireCircuit, requireProgram, type Circuit } from './program-leaves.ts';
import { programView } from './program-view.ts';
import type { ProgramInput } from './read-time-programs.ts';

export interface PutInput extends ProgramInput, CommandWish {
  readonly switchPoints: readonly ProgramPoint[];
}

/**
 * Replaces a whole time program; the answer tells what was read back from the appliance. Where the gateway has no programs the
 * platform keeps it.
 */
export async function putTimeProgram(
  context: CommandContext,
  { gatewayId: id, kind, circuitId, timeProgramId, switchPoints, ...wish }: PutInput,
): Promise<CommandOutcome | TimeProgramReplaced> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before: Circuit = { state: await hvac.states.get(gatewayId), kind, number: circuitId };
  const operation = `PUT /hvacs/{gatewayId}/${kind}/{circuitId}/timePrograms/{timeProgramId}`;
  requireCircuit(before);
  const limits = drivenBy(before);
  if (limits) {
    if (!isPlatformId(timeProgramId)) throw new AppError('not-found');
    const programId = timeProgramId;
    const issuer = issuerOf(caller);
    const put = { grant, issuer, circuit: before, limits, programId, switchPoints, operation };
    return putPlatformProgram(hvac, put);
  }
  const program = requireProgram(before, timeProgramId);
  const plan = () => planProgram(before, program, switchPoints);
  const fields = { circuitId, timeProgramId, switchPoints };
  const outcome = await runCommand(context, { grant, operation, fields, plan, ...wish });
  if (outcome.kind === 'pending') return outcome;
  const after = { ...before, state: await hvac.states.get(gatewayId) };
  return {
    ...programView(after, program, await connectivityOf(hvac, gatewayId)),
    commandId: outcome.commandId,
  };
}
