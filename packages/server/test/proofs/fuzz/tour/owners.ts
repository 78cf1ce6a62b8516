import type { Guide } from './guide.ts';

/** What an owner does with systems, contracts, tokens and exports. */
export async function visitOwnSystems(guide: Guide): Promise<void> {
  const { sandbox } = guide;
  const go = guide.go.bind(guide);
  const companyId = sandbox.world.companies[0]?.companyId ?? '';
  await go('POST /owner/own-gateways', { json: { gatewayType: 'EMS_ESP', brand: 'BUDERUS' } });
  await go('DELETE /owner/own-gateways/:gatewayId');
  const registered = await go('POST /operator/gateways', { json: { gatewayType: 'ICOM', brand: 'BOSCH' } });
  const { gatewayId, labelPassword } = registered.body;
  await go('POST /owner/gateways', { json: { gatewayId, labelPassword } });
  const params = { gatewayId: String(gatewayId), companyId };
  const text = await go('GET /owner/consent-text');
  const consentVersion = text.body['version'];
  await go('POST /owner/contracts', { json: { gatewayId, companyId, consentVersion } });
  await go('POST /owner/contracts/:gatewayId/:companyId/pause', { params });
  await go('POST /owner/contracts/:gatewayId/:companyId/resume', { params });
  await go('POST /owner/contracts/:gatewayId/:companyId/consent', { params, json: { consentVersion } });
  await go('GET /owner/contracts/:gatewayId/:companyId/receipt', { params });
  await go('DELETE /owner/contracts/:gatewayId/:companyId', { params });
  await go('POST /owner/contracts', { json: { gatewayId, companyId, consentVersion } });
  await go('PATCH /contracts/:gatewayId', { params, json: { action: 'REVOKE' } });
  await go('DELETE /owner/gateways/:gatewayId', { params });

  await go('POST /owner/tokens', { json: { name: 'Home Assistant', validDays: 30 } });
  await go('DELETE /owner/tokens/:tokenId');
  await go('POST /owner/exports');
  await sandbox.app.domains.exports.settled();
  await go('GET /owner/exports/:exportId');
  await go('GET /owner/exports/:exportId/download');
  const { body } = await go('POST /owner/exports/:exportId/link', {
    json: { name: 'Adviser', validDays: 3 },
  });
  const token = new URL(String(body['url'])).pathname.split('/').at(-1) ?? '';
  await go('GET /exports/:token', { params: { token } });
  await go('DELETE /owner/exports/:exportId/link/:linkId');
  await go('DELETE /owner/exports/:exportId');
}
