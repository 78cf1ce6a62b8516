import type { ManualGateway } from '../../../harness/manual-gateway.ts';
import { UNTAKEN } from '../targets.ts';
import { visitMember, visitOwner } from './accounts.ts';
import { visitCompany } from './companies.ts';
import type { Guide } from './guide.ts';
import { visitCompanies, visitFleet, visitOperator } from './operators.ts';
import { visitOwnSystems } from './owners.ts';
import { visitForms } from './forms.ts';
import { visitPlatformPrograms, visitSystems } from './systems.ts';

/** Every route called once as it is meant, so that what follows is broken input to something that works. */
export async function tour(guide: Guide, gateway: ManualGateway): Promise<void> {
  const stages = [
    () => visitSystems(guide, gateway),
    visitPlatformPrograms,
    visitCompany,
    visitOwnSystems,
    visitOwner,
    visitMember,
    visitCompanies,
    visitFleet,
    visitOperator,
    visitForms,
    visitSandbox,
    () => visitRest(guide, gateway.gatewayId),
  ];
  // What fails in one says nothing about the next.
  for (const stage of stages)
    await stage(guide).catch((error: unknown) => guide.run.fault(`the tour: ${String(error)}`));
}

async function visitSandbox(guide: Guide): Promise<void> {
  const go = guide.go.bind(guide);
  const [house] = guide.sandbox.world.gateways;
  const params = { gatewayId: house?.gatewayId ?? '' };
  // So far that it is not done yet when it is asked after; it is stopped soon.
  const moved = await go('POST /sandbox/clock', { json: { advance: 'P7D' }, headers: { prefer: 'wait=0' } });
  const runId = String(moved.body['runId']);
  await go('GET /sandbox/clock/runs/:runId', { params: { runId } });
  await go('DELETE /sandbox/clock/runs/:runId', { params: { runId } });
  await guide.sandbox.settle();
  await go('GET /sandbox/gateways/:gatewayId/faults', { params });
  await go('GET /sandbox/mailbox', { headers: { accept: 'application/json' } });
  await go('GET /sandbox/mailbox/:mailId');
  await go('POST /sandbox/gateways/:gatewayId/faults', { params, json: { fault: 'refuse' } });
  await go('DELETE /sandbox/gateways/:gatewayId/faults/:fault', { params: { ...params, fault: 'refuse' } });
  await go('DELETE /sandbox/gateways/:gatewayId/faults', { params });
  await go('POST /sandbox/gateways/:gatewayId/connection', { params, json: { state: 'online' } });
  await go('POST /sandbox/inbox/behaviour', { json: { status: 204 } });
  const headers = { 'content-type': 'application/cloudevents+json' };
  await go('POST /sandbox/inbox/receive', { bytes: { bytes: Buffer.from('{}'), headers } });
  await go('POST /sandbox/consents', {
    json: { version: '2031-02', effectiveFrom: '2031-02-01T00:00:00Z', dryRun: true },
  });
  await go('POST /sandbox/operator/code');
  await go('DELETE /sandbox/inbox');
  await go('DELETE /sandbox/mailbox');
}

/** What needs nothing but names that are known by now. */
async function visitRest(guide: Guide, gatewayId: string): Promise<void> {
  const params = { gatewayId, circuitId: '1', timeProgramId: 'A', heatSourceId: '1', code: 'not-found' };
  const star = await asset(guide);
  for (const target of guide.left()) {
    const { name, method } = target;
    if (method !== 'GET' || name in UNTAKEN || guide.run.taken.has(target)) continue;
    const rest = name.includes('/docs/*') ? 'status' : name.includes('assets') ? star : '';
    await guide.visit(target, { params: { ...params, '*': rest } });
  }
}

/** A file that a portal's page names. */
async function asset({ sandbox }: Guide): Promise<string> {
  const { body } = await sandbox.call<string>('GET', '/owner/portal/', { key: null });
  return /\/portal-assets\/([^"]+)"/.exec(body)?.[1]?.replace(/^assets\//, '') ?? '';
}
