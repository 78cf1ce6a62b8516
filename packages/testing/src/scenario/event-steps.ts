import { pause } from '../real-time.ts';
import type { ReceivedEvent } from '../sandbox/webhooks.ts';
import { durationOf, parseDuration } from './duration.ts';
import { differences } from './match.ts';
import { lineOf, saveFrom } from './request-step.ts';
import { StepFailure } from './report.ts';
import type { StepOf } from './schema.ts';
import type { Story } from './story.ts';

/** What has happened is delivered within this, real time, without a move of the clock. */
const DELIVERED_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 25;
/** The clock is moved a minute at first, then twice as far each time, so that a step ends soon after what it waits for. */
const FIRST_MOVE_MS = 60_000;
const LONGEST_MOVE_MS = 3_600_000;
const SHOWN_EVENTS = 5;

/** Waits for the first event that fits and that no step before has waited for. */
export async function runEvent(story: Story, step: StepOf<'event'>): Promise<void> {
  const { event: wanted, save } = story.variables.resolve(step);
  const find = () =>
    story.received.events.find((event) => !story.consumed.has(event.id) && fits(event, wanted));
  const found = await until(story, wanted.within, find);
  if (!found) {
    const events = story.received.events.filter(({ id }) => !story.consumed.has(id));
    throw new StepFailure(notCome(wanted, events), events);
  }
  story.consumed.add(found.id);
  if (!found.delivery.signatureValid) throw new StepFailure('it came with a wrong signature', found);
  saveFrom(story, save, found);
}

/** From now on nothing comes that fits. */
export async function runNoEvent(story: Story, step: StepOf<'noEvent'>): Promise<void> {
  const { noEvent: unwanted } = story.variables.resolve(step);
  const before = new Set((await story.received.look()).map(({ id }) => id));
  await story.advance(unwanted.within);
  const came = story.received.events.filter((event) => !before.has(event.id) && fits(event, unwanted));
  if (came.length === 0) return;
  throw new StepFailure(`expected none, ${came.length} came: ${summary(came)}`, came);
}

/** Every event of the company's log has come, with a valid signature, and the numbers of each gateway have no holes. */
export async function runAllDelivered(story: Story, step: StepOf<'allDelivered'>): Promise<void> {
  const { gateway, atLeast = 1, within } = story.variables.resolve(step).allDelivered;
  const ofGateway = (event: { gatewayid?: string }) =>
    gateway === undefined || event.gatewayid === String(gateway);
  const look = async () => {
    const logged = (await story.log()).filter(ofGateway);
    return { logged, lost: logged.filter(({ id }) => !story.received.hasTaken(id)) };
  };
  await until(story, within, async () => {
    const { logged, lost } = await look();
    return (logged.length >= atLeast && lost.length === 0) || undefined;
  });
  const { logged, lost } = await look();
  if (lost.length > 0)
    throw new StepFailure(`${lost.length} events of the log have not come: ${summary(lost)}`, lost);
  if (logged.length < atLeast)
    throw new StepFailure(
      `expected at least ${atLeast} events in the log, there are ${logged.length}`,
      logged,
    );
  const ids = new Set(logged.map(({ id }) => id));
  const forged = story.received.events.filter(({ id, delivery }) => ids.has(id) && !delivery.signatureValid);
  if (forged.length > 0) throw new StepFailure(`${forged.length} came with a wrong signature`, forged);
  for (const [id, events] of Map.groupBy(logged, ({ gatewayid }) => gatewayid)) {
    if (id === undefined) continue;
    const hole = events.find(
      (event, at) => at > 0 && event.gatewayseq !== (events[at - 1]?.gatewayseq ?? 0) + 1,
    );
    if (hole) throw new StepFailure(`the numbers of ${id} have a hole before ${hole.gatewayseq}`, events);
  }
}

interface Wanted {
  readonly type?: string;
  readonly gateway?: string | number;
  readonly data?: unknown;
}

function fits(event: ReceivedEvent, { type, gateway, data }: Wanted): boolean {
  if (type !== undefined && event.type !== type) return false;
  if (gateway !== undefined && event.gatewayid !== String(gateway)) return false;
  return data === undefined || differences(data, event.data).length === 0;
}

/** Looks again and again, at first without, then with a move of the clock, until `within` is over. */
async function until<T>(
  story: Story,
  within: string | undefined,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const rounds = DELIVERED_WITHIN_MS / LOOK_EVERY_MS;
  // Where the clock may be moved, that settles everything at once.
  for (let round = 0; round < (within === undefined ? rounds : 1); round += 1) {
    await story.received.look();
    const found = await look();
    if (found !== undefined) return found;
    await pause(LOOK_EVERY_MS);
  }
  let leftMs = within === undefined ? 0 : (parseDuration(within) ?? 0);
  for (let moveMs = FIRST_MOVE_MS; leftMs > 0; moveMs = Math.min(2 * moveMs, LONGEST_MOVE_MS)) {
    const byMs = Math.min(moveMs, leftMs);
    leftMs -= byMs;
    await story.advance(durationOf(byMs));
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}

function notCome(wanted: Wanted & { within?: string }, events: readonly ReceivedEvent[]): string {
  const { type = 'event', gateway, within } = wanted;
  const what = `no ${type}${gateway === undefined ? '' : ` of ${gateway}`} that fits came${within ? ` within ${within}` : ''}`;
  const alike = events.filter((event) => fits(event, { ...wanted, data: undefined }));
  const [last] = alike.slice(-1);
  if (last && wanted.data !== undefined) {
    const lines = differences(wanted.data, last.data, 'data').map(lineOf);
    return `${what}; ${alike.length} came that do not fit, the last one:\n${lines.join('\n')}`;
  }
  return `${what}; ${events.length === 0 ? 'nothing else came' : `there came ${summary(events)}`}`;
}

function summary(events: readonly { type: string; gatewayid?: string }[]): string {
  const first = events
    .slice(0, SHOWN_EVENTS)
    .map(({ type, gatewayid = '' }) => `${type} ${gatewayid}`.trim());
  return `${first.join(', ')}${events.length > SHOWN_EVENTS ? ' ...' : ''}`;
}
