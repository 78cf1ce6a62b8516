import {
  Hearthgate,
  HearthgateError,
  memoryCheckpoint,
  type Contract,
  type HearthgateEvent,
} from '@hearthgate/sdk';
import { expressWebhook } from '@hearthgate/sdk/express';
import { fastifyWebhook } from '@hearthgate/sdk/fastify';
import { honoWebhook } from '@hearthgate/sdk/hono';
import { verifyWebhook, webhookHandler } from '@hearthgate/sdk/webhooks';

const client = new Hearthgate({ baseUrl: 'https://api.example.com', apiKey: 'key' });
export const contracts: Promise<Contract[]> = client.contracts.list({ status: 'ACTIVE' }).toArray();
const changed = await client.heatingCircuits.update('101000001', 1, { operationMode: 'AUTO' });
export const setpoint: number | undefined = changed.confirmed ? changed.state.manualRoomSetpoint : undefined;
export const command: string | undefined = changed.confirmed ? undefined : changed.command.commandId;
export function textOf(event: HearthgateEvent): string {
  if (event.type === 'DATA_POINT') return event.data.points.map(({ name }) => name).join();
  return event.type === 'CONTRACT_STATUS' ? event.data.contract.gatewayId : event.id;
}
for await (const event of client.events.read({ checkpoint: memoryCheckpoint() })) textOf(event);
export const url = (error: HearthgateError): string | undefined => error.members.updateUrl;
const options = { keys: 'whsec_AAAA', onEvent: (event: HearthgateEvent) => void textOf(event) };
export const handlers = [
  expressWebhook(options),
  honoWebhook(options),
  webhookHandler(options),
  fastifyWebhook,
];
export const { events } = await verifyWebhook({ headers: {}, body: '' }, { keys: [] });

// @ts-expect-error no such mode
await client.heatingCircuits.update('101000001', 1, { operationMode: 'WARM' });
// @ts-expect-error a state is there only when it was confirmed
export const state = changed.state;
// @ts-expect-error no such status
client.contracts.list({ status: 'OPEN' });
// @ts-expect-error of no event
export const isWrong = (event: HearthgateEvent) => event.type === 'WRONG';
