import { durationMs } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';

/** `+6h`, `+PT6H`, `freeze`, `run`, `x60` as the sandbox takes it. */
export function clockChange(text: string): { advance?: string; freeze?: boolean; speed?: number } {
  if (text === 'freeze' || text === 'run') return { freeze: text === 'freeze' };
  const speed = /^x(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  if (speed !== undefined) return { speed: Number(speed) };
  const advance = /^\+(P.+)$/.exec(text)?.[1];
  if (advance !== undefined) return { advance };
  const ms = text.startsWith('+') ? durationMs(text.slice(1)) : undefined;
  if (ms !== undefined) return { advance: `PT${ms / 1_000}S` };
  throw new UsageError(`"${text}" is none of +6h, +P1D, freeze, run, x60; see "hearthgate sandbox --help"`);
}
