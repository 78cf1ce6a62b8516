import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { RegistrationAccepted, RegistrationData, RegistrationState, ours } from '@hearthgate/wire';
import { addressGroup } from '../../platform/http/caller-address.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import type { Access } from '../access.ts';
import { secureAddress } from '../identify-caller.ts';
import { strangerAt } from '../stranger.ts';
import { applyForRegistration } from './apply.ts';
import { readOwnRegistration } from './read-registration.ts';

const tags = ['Registration'];
const Path = Type.Object({ registrationId: Type.String({ pattern: '^reg_[0-9A-Za-z]{1,40}$' }) });
/** Applications per address: a person who corrects one or two, not a program. */
const APPLICATIONS: BucketPolicy = { name: 'registrations', burst: 5, refillMs: 600_000 };

/** What anybody may call: a company applies, and sees what became of it. */
export function addRegistrationRoutes(app: FastifyInstance, access: Access): void {
  app.post<{ Body: RegistrationData }>(
    '/registrations',
    {
      onRequest: async (request) => {
        const key = `registration ${addressGroup(secureAddress(access, request.raw))}`;
        await takeTokens(access.addressLimits, [{ key, policy: APPLICATIONS }]);
      },
      schema: {
        tags,
        summary: 'Apply as a partner company',
        description:
          'The precondition of API access. An operator decides; the same application sent again, while it waits, answers the same.',
        ...ours,
        body: RegistrationData,
        response: { 202: RegistrationAccepted },
      },
    },
    async (request, reply) => reply.code(202).send(await applyForRegistration(access, request.body)),
  );

  app.get<{ Params: Type.Static<typeof Path> }>(
    '/registrations/:registrationId',
    {
      onRequest: (request) => strangerAt(access, secureAddress(access, request.raw)).count(),
      schema: {
        tags,
        summary: 'State of an application',
        description: 'With `Authorization: Bearer <token>`, the token of the application.',
        ...ours,
        params: Path,
        response: { 200: RegistrationState },
      },
    },
    (request) => {
      const [, token = ''] = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
      return readOwnRegistration(access, { registrationId: request.params.registrationId, token });
    },
  );
}
