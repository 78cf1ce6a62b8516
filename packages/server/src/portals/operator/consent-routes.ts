import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Timestamp } from '@hearthgate/wire';
import { publishConsent, readTexts } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Portals } from '../portals.ts';

const Text = Type.String({ minLength: 1, maxLength: 10_000 });
const strict = { additionalProperties: false };
const Version = Type.String({ pattern: '^[A-Za-z0-9.-]{1,40}$' });
const VersionPath = Type.Object({ version: Version });
const NewText = Type.Object(
  {
    version: Version,
    effectiveFrom: Timestamp,
    requiredForRemoteControl: Type.Optional(Type.Boolean()),
    texts: Type.Object({ en: Text, de: Text, nl: Text, fr: Text, sv: Text }, strict),
    dryRun: Type.Optional(Type.Boolean()),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  strict,
);

export function addConsentRoutes(app: FastifyInstance, { access }: Portals): void {
  app.get(
    '/operator/consents',
    { config: { operator: { audit: 'consent.list' } }, schema: { hide: true } },
    async () => {
      const versions = await access.consentVersions.get('all');
      const items = versions.map((row) => ({
        version: row.version,
        effectiveFrom: row.effective_from.toISOString(),
        requiredForRemoteControl: row.required_for_remote_control,
      }));
      return { items, nextCursor: null };
    },
  );

  app.get<{ Params: Type.Static<typeof VersionPath> }>(
    '/operator/consents/:version',
    { config: { operator: { audit: 'consent.read' } }, schema: { hide: true, params: VersionPath } },
    async ({ params: { version } }) => {
      const texts = await readTexts(access.db, version);
      if (!texts) throw new AppError('not-found');
      return { version, texts };
    },
  );

  // With `dryRun` it answers the same and writes nothing.
  app.post<{ Body: Type.Static<typeof NewText> }>(
    '/operator/consents',
    { config: { operator: { audit: 'consent.publish' } }, schema: { hide: true, body: NewText } },
    async (request, reply) => {
      const { version, effectiveFrom, requiredForRemoteControl = false, texts, ...options } = request.body;
      const text = { version, texts, effectiveFrom: new Date(effectiveFrom), requiredForRemoteControl };
      const publication = await publishConsent(access, text, options);
      return reply.code(publication.dryRun ? 200 : 201).send(publication);
    },
  );
}
