import type { Guide } from './guide.ts';

/** A company with its keys, contracts, endpoints and events. */
export async function visitCompany(guide: Guide): Promise<void> {
  const { sandbox } = guide;
  const go = guide.go.bind(guide);
  await go('POST /api-keys');
  await go('DELETE /api-keys/:keyId');
  const made = await go('POST /sandbox/gateways', { json: { profile: 'none' } });
  const gateway = { gatewayId: String(made.body['gatewayId']) };
  await go('POST /sandbox/contracts', { json: gateway });
  await go('POST /sandbox/contracts/:gatewayId/pause', { params: gateway });
  await go('POST /sandbox/contracts/:gatewayId/resume', { params: gateway });
  await go('POST /sandbox/contracts/:gatewayId/end', { params: gateway });
  await go('DELETE /contracts/:gatewayId', { params: gateway });

  const url = `${sandbox.world.baseUrl}/sandbox/inbox/receive`;
  const { body: hook } = await go('POST /webhooks', { json: { url, name: 'fuzzed' } });
  const webhook = { webhookId: String(hook['webhookId']) };
  await go('PATCH /webhooks/:webhookId', { params: webhook, json: { name: 'renamed' } });
  await go('POST /webhooks/:webhookId/rotate-secret', { params: webhook });
  await go('POST /webhooks/:webhookId/test', { params: webhook });
  await go('GET /webhooks/:webhookId/stream', { params: webhook });
  await go('POST /webhooks/:webhookId/verify-signature', {
    params: webhook,
    json: {
      headers: { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
      body: '{}',
    },
  });
  const now = sandbox.app.domains.access.clock.now();
  const [from, to] = [now - 86_400_000, now].map((ms) => new Date(ms).toISOString());
  const { body: replay } = await go('POST /webhooks/:webhookId/replay', {
    params: webhook,
    json: { from, to },
  });
  const ordered = { ...webhook, replayId: String(replay['replayId']) };
  await go('GET /webhooks/:webhookId/replays/:replayId', { params: ordered });
  await go('DELETE /webhooks/:webhookId/replays/:replayId', { params: ordered });
  await sandbox.settle();
  const attempts = await go('GET /webhooks/:webhookId/attempts', { params: webhook });
  const { items = [] } = attempts.body as { items?: { attemptId: string }[] };
  await go('GET /webhooks/:webhookId/attempts/:attemptId', {
    params: { ...webhook, attemptId: items[0]?.attemptId ?? '' },
  });
  await go('GET /webhooks/:webhookId/replays', { params: webhook });
  await go('GET /webhooks/:webhookId', { params: webhook });
  const { body: other } = await go('POST /webhooks', { json: { url, name: 'short-lived' } });
  await go('DELETE /webhooks/:webhookId', { params: { webhookId: String(other['webhookId']) } });
  const shared = sandbox.world.gateways[0]?.gatewayId ?? '';
  const completeness = new URLSearchParams({ gatewayId: shared, from: from ?? '' });
  await go('POST /pro/contracts/actions', {
    json: { action: 'REVOKE', gatewayIds: [gateway.gatewayId] },
  });
  await go('GET /events/completeness', { query: `?${completeness.toString()}` });
}
