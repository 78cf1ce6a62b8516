import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ConsentReceipt, GatewayId, PublicKeys, ours } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import { companyOf } from '../partner-gate.ts';
import { consentReceipt } from './receipt.ts';
import { sendReceipt } from './send-receipt.ts';
import { listSigningKeys } from './store.ts';

const ReceiptParams = Type.Object({ gatewayId: GatewayId });
/** Keys are only ever added, so whoever knows the key of a signature need not ask again for an hour. */
const KEYS_CACHE = 'public, max-age=3600';

export function addConsentRoutes(app: FastifyInstance, access: Access): void {
  app.get<{ Params: Type.Static<typeof ReceiptParams> }>(
    '/contracts/:gatewayId/consent/receipt',
    {
      config: { partner: { need: 'contract' } },
      schema: {
        tags: ['Contracts'],
        summary: 'Proof of the consent that was given last',
        description: 'With `Accept: text/html` a page to print.',
        security: [{ apiKey: [] }],
        ...ours,
        params: ReceiptParams,
        response: { 200: ConsentReceipt },
      },
    },
    async (request, reply) => {
      const receipt = await consentReceipt(access, companyOf(request), request.params.gatewayId);
      return sendReceipt(request, reply, receipt);
    },
  );

  app.get(
    '/.well-known/hearthgate-keys.json',
    {
      schema: {
        tags: ['Contracts'],
        summary: 'Public keys of this server’s signatures',
        ...ours,
        response: { 200: PublicKeys },
      },
    },
    async (_request, reply): Promise<PublicKeys> => {
      const rows = await listSigningKeys(access.db);
      reply.header('cache-control', KEYS_CACHE);
      return {
        keys: rows.map(({ kid, public_key: x }) => ({
          kty: 'OKP',
          crv: 'Ed25519',
          kid,
          x,
          alg: 'EdDSA',
          use: 'sig',
        })),
      };
    },
  );
}
