import { UsageError } from '../shell/errors.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Where the platform is: as said, as the environment says, or a sandbox with its defaults. */
export function addressOf(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const text = given ?? (env['HEARTHGATE_URL'] || DEFAULT_URL);
  const name = given === undefined ? 'HEARTHGATE_URL' : '--url';
  const protocol = URL.parse(text)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new UsageError(`${name} "${text}" is not an address like https://api.example.org`);
  if (protocol === 'http:' && !isNear(text))
    throw new UsageError(`${name} "${text}" would send the API key in the clear; give its https address`);
  return text.replace(/\/+$/, '');
}

/** This machine itself. */
export function isNear(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
