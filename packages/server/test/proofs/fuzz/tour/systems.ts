import { ReplayAppliance } from '@hearthgate/device';
import { ManualGateway } from '../../../harness/manual-gateway.ts';
import { drivable } from '../../../harness/program-trees.ts';
import type { Guide } from './guide.ts';

/** A gateway that is read and changed by its company, and its changes taken back by its owner. */
export async function visitSystems(guide: Guide, gateway: ManualGateway): Promise<void> {
  const { gatewayId } = gateway;
  const params = { gatewayId, circuitId: '1', timeProgramId: 'A', heatSourceId: '1' };
  const go: Guide['go'] = (name, wish) => guide.go(name, { ...wish, params: { ...params, ...wish?.params } });
  const circuit = '/hvacs/:gatewayId/heatingCircuits/:circuitId';
  const water = '/hvacs/:gatewayId/dhwCircuits/:circuitId';
  const house = { gatewayId: guide.sandbox.world.gateways[0]?.gatewayId ?? '' };

  await go(`PATCH ${circuit}`, { json: { operationMode: 'MANUAL' } });
  const commandId = await newestCommand(guide, gatewayId);
  await go('GET /hvacs/:gatewayId/commands/:commandId', { params: { commandId } });
  await go('POST /owner/gateways/:gatewayId/commands/:commandId/undo', { params: { commandId } });
  await go(`PATCH ${water}`, { json: { operationMode: 'COMFORT' } });
  await go(`PUT ${water}/charge`, { params: house, json: { status: 'START' } });
  for (const each of [circuit, water]) {
    const switchPoints = [{ day: 'MO', time: '06:00', level: 'eco' }];
    await go(`PUT ${each}/timePrograms/:timeProgramId`, { json: { switchPoints } });
    await go(`GET ${each}/timePrograms/:timeProgramId`);
  }
  await go('PUT /hvacs/:gatewayId/away', { params: house, json: { active: true } });
  await go('PUT /hvacs/:gatewayId/away', { params: house, json: { active: false } });
  const day = (offset: number) =>
    new Date(guide.sandbox.app.domains.access.clock.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await go('POST /hvacs/:gatewayId/holidays', { params: house, json: { start: day(5), end: day(9) } });
  await go('PUT /hvacs/:gatewayId/holidays/:holidayId', {
    params: house,
    json: { start: day(6), end: day(9) },
  });
  await go('GET /hvacs/:gatewayId/holidays/:holidayId', { params: house });
  await go('DELETE /hvacs/:gatewayId/holidays/:holidayId', { params: house });
  await go('GET /hvacs/:gatewayId/away', { params: house });
  await go('GET /hvacs/:gatewayId/holidays', { params: house });
  await go('GET /hvacs/:gatewayId/recordings', {
    params: house,
    query: '?dataPoint=hvac.heatingCircuit.hc1.roomTemperature&resolution=PT1H',
  });
  await go('GET /hvacs/:gatewayId/heatSources/:heatSourceId', { params: house });
  await go('GET /hvacs/:gatewayId/notifications', { params: house });
}

/** Only a program that the platform executes can be removed: of a gateway that has none of its own. */
export async function visitPlatformPrograms(guide: Guide): Promise<void> {
  const gateway = await ManualGateway.register(guide.sandbox, new ReplayAppliance(drivable()));
  gateway.onCommand = (command) => void gateway.answer(gateway.execute(command));
  await gateway.connect();
  for (const circuits of ['heatingCircuits', 'dhwCircuits']) {
    const program = `/hvacs/:gatewayId/${circuits}/:circuitId/timePrograms/:timeProgramId`;
    const params = { gatewayId: gateway.gatewayId, circuitId: '1', timeProgramId: 'P1' };
    const switchPoints = [{ day: 'MO', time: '06:00', level: 'eco' }];
    await guide.go(`PUT ${program}`, { params, json: { switchPoints } });
    await guide.go(`DELETE ${program}`, { params });
  }
  await gateway.cut();
}

async function newestCommand(guide: Guide, gatewayId: string): Promise<string> {
  const { body } = await guide.go('GET /hvacs/:gatewayId/commands', { params: { gatewayId } });
  const { items = [] } = body as { items?: { commandId: string }[] };
  return items[0]?.commandId ?? '';
}
