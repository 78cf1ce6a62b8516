import type { Config } from '../../config/index.ts';
import { StartupError } from '../../platform/startup-error.ts';

export function requireSameMode({ mode }: Pick<Config, 'mode'>, config: Config): void {
  if (mode === config.mode) return;
  throw new StartupError(
    `The backup is of a ${mode} installation, but this is ${config.mode}. Set HEARTHGATE_MODE.`,
  );
}
