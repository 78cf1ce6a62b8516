import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Brand, GatewayType, MemberRole } from '@hearthgate/wire';

/** What `GET /sandbox` tells and the database does not hold: secrets in the clear. */
export const WorldSecrets = Type.Object({
  companies: Type.Array(
    Type.Object({ companyId: Type.String(), name: Type.String(), apiKey: Type.String() }),
  ),
  owners: Type.Array(
    Type.Object({
      ownerId: Type.String(),
      email: Type.String(),
      password: Type.String(),
      gatewayIds: Type.Array(Type.String()),
    }),
  ),
  keys: Type.Object({
    ok: Type.String(),
    expired: Type.String(),
    removed: Type.String(),
    wrongAddress: Type.String({
      description: 'A key of another company, whose list does not hold this machine.',
    }),
  }),
  /** Of the first company. Missing in the file of a sandbox from before members; then they are made. */
  members: Type.Optional(
    Type.Array(
      Type.Object({
        memberId: Type.String(),
        companyId: Type.String(),
        email: Type.String(),
        password: Type.String(),
        role: MemberRole,
      }),
    ),
  ),
  /** Missing in the file of a sandbox from before operators; then one is made. */
  operator: Type.Optional(
    Type.Object({ email: Type.String(), password: Type.String(), totpSecret: Type.String() }),
  ),
  inbox: Type.Object({ webhookId: Type.String(), secret: Type.String() }),
  gateways: Type.Array(
    Type.Object({
      gatewayId: Type.String(),
      gatewayType: GatewayType,
      brand: Brand,
      profile: Type.String(),
      situation: Type.String(),
      mqttPassword: Type.String(),
      labelPassword: Type.String(),
    }),
  ),
});
export type WorldSecrets = Type.Static<typeof WorldSecrets>;
export type SandboxGateway = WorldSecrets['gateways'][number];

const validator = Compile(WorldSecrets);

function fileIn(dataDir: string): string {
  return join(dataDir, 'sandbox.json');
}

/** Undefined when there is no readable file. */
export async function readWorld(dataDir: string): Promise<WorldSecrets | undefined> {
  try {
    const world: unknown = JSON.parse(await readFile(fileIn(dataDir), 'utf8'));
    return validator.Check(world) ? world : undefined;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all, readable by its owner alone. */
export async function writeWorld(dataDir: string, world: WorldSecrets): Promise<void> {
  const temporary = `${fileIn(dataDir)}.new`;
  await writeFile(temporary, `${JSON.stringify(world, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, fileIn(dataDir));
}
