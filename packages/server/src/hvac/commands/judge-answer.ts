import {
  isSwitchProgram,
  sameLinkValue,
  type CommandAck,
  type CommandResult,
  type CommandStatus,
  type CommandWrite,
  type LinkValue,
} from '@hearthgate/wire';
import { inWeekOrder } from '../fields/week.ts';

/** Gateways round to their step; a read-back nearer than this is the value that was written. */
const SAME_NUMBER = 0.051;

/** What a gateway's answer means: confirmed only where the value read back is the one that was asked for. */
export function judgeAnswer(
  writes: readonly CommandWrite[],
  answer: CommandAck,
): { status: CommandStatus; results: CommandResult[] } {
  const given = new Map(answer.results.map((result) => [result.path, result]));
  const results = writes.map(({ path, value }): CommandResult => {
    const result = given.get(path);
    if (!result)
      return { resource: path, status: 'REFUSED', error: 'the gateway did not answer for this value' };
    const readBack = result.value === undefined ? {} : { value: result.value };
    if (result.status === 'REFUSED') {
      return {
        resource: path,
        status: 'REFUSED',
        ...readBack,
        error: result.error ?? 'refused without a reason',
      };
    }
    if (result.value === undefined || !isSame(result.value, value)) {
      return {
        resource: path,
        status: 'REFUSED',
        ...readBack,
        error: `asked for ${told(value)}, read back ${told(result.value)}`,
      };
    }
    return { resource: path, status: 'CONFIRMED', value: result.value };
  });
  const confirmed = results.filter((result) => result.status === 'CONFIRMED').length;
  if (confirmed === results.length) return { status: 'CONFIRMED', results };
  return { status: confirmed === 0 ? 'REFUSED' : 'PARTIAL', results };
}

/** A gateway may begin its weeks on another day than the program was written with. */
export function isSame(a: LinkValue, b: LinkValue): boolean {
  if (isSwitchProgram(a) && isSwitchProgram(b)) return sameLinkValue(inWeekOrder(a), inWeekOrder(b));
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < SAME_NUMBER : sameLinkValue(a, b);
}

/** A whole program would be too long for an error. */
function told(value: LinkValue | undefined): string {
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? `a list of ${value.length}` : String(value);
}
