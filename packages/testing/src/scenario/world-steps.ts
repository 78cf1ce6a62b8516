import { callOrThrow } from '../sandbox/api.ts';
import type { StepOf } from './schema.ts';
import type { Story } from './story.ts';

/** So many messages that it is down until it is told otherwise. */
const FOR_EVER = 1_000_000;
const DOWN = { status: 503, times: FOR_EVER };
const UP = { status: 204, times: 1 };

export async function runFault(story: Story, step: StepOf<'fault'>): Promise<void> {
  const { gateway, on, off, ...parameters } = story.variables.resolve(step).fault;
  const id = String(gateway);
  if (off !== undefined) await story.sandbox.faults.clear(id, off);
  if (on !== undefined) await story.sandbox.faults.set(id, on, parameters);
}

export async function runShare(story: Story, step: StepOf<'share'>): Promise<void> {
  const { gateway, company, ...wish } = story.variables.resolve(step).share;
  await story.sandbox.contracts.share({
    ...wish,
    ...contractOf(company === undefined ? gateway : { gateway, company }),
  });
}

export async function changeContract(
  story: Story,
  change: 'pause' | 'resume' | 'end',
  of: StepOf<'pause'>['pause'],
): Promise<void> {
  await story.sandbox.contracts[change](contractOf(story.variables.resolve(of)));
}

export async function runPublishConsent(story: Story, step: StepOf<'publishConsent'>): Promise<void> {
  const { version, required, effectiveFrom } = story.variables.resolve(step).publishConsent;
  await story.sandbox.consents.publish({
    version,
    ...(required !== undefined && { requiredForRemoteControl: required }),
    ...(effectiveFrom !== undefined && { effectiveFrom }),
  });
}

export async function runReceiver(story: Story, { receiver }: StepOf<'receiver'>): Promise<void> {
  if (receiver === 'restart') await story.received.forget();
  const { webhooks } = story.sandbox;
  if (receiver === 'down') return webhooks.answer(DOWN);
  return webhooks.answer(typeof receiver === 'string' ? UP : receiver);
}

export async function runNewKey(story: Story, { newKey: name }: StepOf<'newKey'>): Promise<void> {
  const headers = { 'x-api-key': story.sandbox.apiKey };
  type Made = { apiKey: string; keyId: string };
  const made = await callOrThrow<Made>(`${story.sandbox.url}/api-keys`, 'POST', { headers });
  story.keys.set(name, made);
  story.variables.set(name, made);
}

export async function runRemoveKey(story: Story, { removeKey: name }: StepOf<'removeKey'>): Promise<void> {
  const key = story.keys.get(name);
  if (!key) throw new Error(`there is no key "${name}": a step newKey makes one`);
  const headers = { 'x-api-key': story.sandbox.apiKey };
  await callOrThrow(`${story.sandbox.url}/api-keys/${key.keyId}`, 'DELETE', { headers });
}

export async function runNewGateway(story: Story, step: StepOf<'newGateway'>): Promise<void> {
  const { name, ...wish } = story.variables.resolve(step).newGateway;
  story.variables.set(name, await story.sandbox.newGateway(wish));
}

function contractOf(of: StepOf<'pause'>['pause']) {
  if (typeof of !== 'object') return { gatewayId: String(of) };
  const { gateway, company } = of;
  return { gatewayId: String(gateway), ...(company !== undefined && { companyId: company }) };
}
