import { secretOf } from './read-secret.ts';

/** What the environment says of the provider of outside accounts: all of it or nothing, the secret in one place. */
export function readOidc({
  get,
  issuer,
  mayBePlain,
  faults,
}: {
  get: (name: string) => string;
  issuer: string;
  /** May it be asked over plain HTTP? */
  mayBePlain: boolean;
  faults: string[];
}): { issuer: string; clientId: string; clientSecret: string } | undefined {
  const clientId = get('OIDC_CLIENT_ID');
  const [text, file] = [get('OIDC_CLIENT_SECRET'), get('OIDC_CLIENT_SECRET_FILE')];
  if ([issuer, clientId, text, file].every((each) => each === '')) return undefined;
  const clientSecret = secretOf('OIDC_CLIENT_SECRET', get, faults) ?? '';
  if (issuer === '' || clientId === '' || (text === '' && file === ''))
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET_FILE belong together: give all or none.');
  if (issuer !== '' && !issuer.startsWith('https:') && !mayBePlain)
    faults.push(`OIDC_ISSUER is "${issuer}": give an https address; codes must not cross in the clear.`);
  return { issuer, clientId, clientSecret };
}
