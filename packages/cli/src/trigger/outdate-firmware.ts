import type { FirmwarePolicy } from '@hearthgate/wire';
import { request } from '../operator/operator-client.ts';
import type { Scene } from './scene.ts';

interface Operator {
  readonly email: string;
  readonly password: string;
  readonly url: string;
}

const PATH = '/operator/firmware-policies';

/** As the operator of the sandbox: recommends a version for one type and brand, and puts back what was said before. */
export async function outdateFirmware(scene: Scene): Promise<string> {
  const { gatewayId, gatewayType, brand } = await scene.system(
    'firmware version',
    ({ firmware }) => firmware.version !== undefined,
  );
  const { operator } = await scene.sandbox.call<{ operator: Operator }>('GET', '');
  const headers = { authorization: `Bearer ${await signIn(scene, operator)}` };
  const before = (await request(operator.url, 'GET', PATH, { headers })).body as { items: FirmwarePolicy[] };
  const others = before.items.filter(
    (policy) => policy.gatewayType !== gatewayType || policy.brand !== brand,
  );
  // Told once per recommended version, so each time another one.
  const recommended = `999.${Date.now()}`;
  const wanted = { gatewayType, brand, minimum: null, recommended, below: 'WARN' };
  const put = (items: readonly object[]) => request(operator.url, 'PUT', PATH, { headers, body: { items } });
  await put([...others, wanted]);
  await scene.pass('PT1S');
  await put(before.items);
  await request(operator.url, 'POST', '/operator/sign-out', { headers });
  return gatewayId;
}

async function signIn({ sandbox }: Scene, { url, email, password }: Operator): Promise<string> {
  const { cookie } = await request(url, 'POST', '/operator/sign-in', { body: { email, password } });
  const { code } = await sandbox.call<{ code: string }>('POST', '/operator/code');
  const { body } = await request(url, 'POST', '/operator/sign-in/code', {
    body: { code, bearer: true },
    headers: { cookie },
  });
  return (body as { token: string }).token;
}
