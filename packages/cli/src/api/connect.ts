import { Hearthgate } from '@hearthgate/sdk';
import { UsageError } from '../shell/errors.ts';
import type { Screen } from '../shell/screen.ts';
import { addressOf, isNear } from './address.ts';
import { Sandbox } from './sandbox.ts';

export interface Api {
  readonly client: Hearthgate;
  readonly url: string;
  /** The key is the one that a sandbox shows to everybody on this machine. */
  readonly isLent: boolean;
}

/** The API for one company: with the key of the environment, else with the one that a sandbox on this machine lends. */
export async function connect(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  screen: Pick<Screen, 'note'>,
): Promise<Api> {
  const url = addressOf(given, env);
  const own = env['HEARTHGATE_API_KEY'] || undefined;
  const apiKey = own ?? (await lentKey(url, screen));
  return { client: new Hearthgate({ baseUrl: url, apiKey }), url, isLent: own === undefined };
}

async function lentKey(url: string, { note }: Pick<Screen, 'note'>): Promise<string> {
  const [company] = (isNear(url) ? await new Sandbox(url).find() : undefined)?.companies ?? [];
  if (!company)
    throw new UsageError(
      isNear(url)
        ? `HEARTHGATE_API_KEY is not set, and no sandbox answers at ${url}: set it, or run "hearthgate start"`
        : `HEARTHGATE_API_KEY is not set: it holds the API key for ${url}`,
    );
  note(`Using the key of ${company.name} in the sandbox at ${url}.`);
  return company.apiKey;
}
