import { setTimeout as sleep } from 'node:timers/promises';
import type { Hearthgate, HearthgateEvent, LoggedEventType } from '@hearthgate/sdk';
import { connect } from '../api/connect.ts';
import { Sandbox } from '../api/sandbox.ts';
import { endOfLog } from '../events/read-log.ts';
import { eventLine } from '../events/event-line.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { json, screen as terminal, table, type Screen } from '../shell/screen.ts';
import { TRIGGER } from './help.ts';
import { Scene } from './scene.ts';
import { BY_HAND, TRIGGERS } from './triggers.ts';

/** Everything has followed when a trigger returns; only a clock that runs by itself may be a little late. */
const WAIT_MS = 10_000;
const POLL_MS = 1_000;

/** `hearthgate trigger`. */
export async function runTrigger(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const call = parseCall(TRIGGER, args);
  const { values } = call;
  if (values.list) return listTriggers(screen, values.json);
  const [name = ''] = call.args;
  const trigger = TRIGGERS[name as LoggedEventType];
  if (!trigger) throw new UsageError(whyNot(name));
  const { client, url } = await connect(values.url, env, screen);
  const sandbox = new Sandbox(url);
  const cursor = await endOfLog(client);
  const gatewayId = await trigger.run(new Scene(client, sandbox, screen, values.gateway));
  const filter = { type: [name as LoggedEventType], ...(gatewayId !== undefined && { gatewayId }) };
  const events = await waitFor(client, { ...filter, cursor });
  if (events.length === 0)
    throw new Error(`${trigger.about}: this was done, but no ${name} came within ${WAIT_MS / 1_000} s`);
  for (const event of events) screen.print(values.json ? JSON.stringify(event) : eventLine(event));
}

function listTriggers({ print }: Screen, asJson: boolean): void {
  const done = Object.entries(TRIGGERS).map(([event, { about }]) => ({ event, about, byTrigger: true }));
  const byHand = Object.entries(BY_HAND).map(([event, about]) => ({ event, about, byTrigger: false }));
  if (asJson) return print(json([...done, ...byHand]));
  for (const line of table(done.map(({ event, about }) => [event, about]))) print(line);
  print('\nNot by trigger');
  for (const line of table(byHand.map(({ event, about }) => [event, about]))) print(line);
}

function whyNot(name: string): string {
  const list = '"hearthgate trigger --list" tells what can be triggered';
  if (name === '') return `which event? ${list}`;
  const byHand = Object.entries(BY_HAND).find(([event]) => event === name)?.[1];
  if (byHand !== undefined) return `${name} cannot be triggered: ${byHand}`;
  return `"${name}" cannot be triggered; ${list}`;
}

async function waitFor(
  client: Hearthgate,
  { cursor, ...filter }: { cursor: string; type: LoggedEventType[]; gatewayId?: string },
): Promise<HearthgateEvent[]> {
  const events: HearthgateEvent[] = [];
  const deadline = performance.now() + WAIT_MS;
  for (let place = cursor; ;) {
    const { items, nextCursor, hasMore } = await client.events.page({ ...filter, cursor: place, limit: 500 });
    events.push(...items);
    place = nextCursor;
    if (hasMore) continue;
    if (events.length > 0 || performance.now() > deadline) return events;
    await sleep(POLL_MS);
  }
}
