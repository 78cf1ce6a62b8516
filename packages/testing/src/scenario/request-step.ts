import { call, patiently, type Answer, type Call } from '../sandbox/api.ts';
import { differences, type Difference } from './match.ts';
import { StepFailure } from './report.ts';
import type { StepOf } from './schema.ts';
import type { Story } from './story.ts';
import { pointedAt } from './variables.ts';

/** Longer values are cut in messages; `seen` has them whole. */
const SHOWN_MAX = 300;

export async function runRequest(story: Story, step: StepOf<'request'>): Promise<void> {
  const { request, as, headers, body, expect, save } = story.variables.resolve(step);
  const [method = '', path = ''] = request.split(' ', 2);
  const { status, ...rest } = typeof expect === 'number' ? { status: expect } : (expect ?? {});
  const wanted = status === undefined ? [] : [status].flat();
  const send = await sender(story, as ?? 'ok');
  const options: Call = { ...(headers && { headers }), ...(body !== undefined && { body }) };
  const once = () => send(method, path, options);
  const answer = await (wanted.includes(429) ? once() : patiently(once));
  const seen = { status: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
  const isWanted = wanted.length === 0 ? answer.status < 300 : wanted.includes(answer.status);
  if (!isWanted) {
    const words = wanted.length === 0 ? 'a 2xx status' : `status ${wanted.join(' or ')}`;
    throw new StepFailure(`expected ${words}, got ${answer.status}: ${shown(answer.body)}`, seen);
  }
  const { body: bodyRule, headers: headerRules = {} } = rest as { body?: unknown; headers?: object };
  const found = [
    ...(bodyRule === undefined ? [] : differences(bodyRule, answer.body, 'body')),
    ...Object.entries(headerRules).flatMap(([name, rule]) =>
      differences(rule, answer.headers.get(name) ?? undefined, `header ${name}`),
    ),
  ];
  if (found.length > 0) throw new StepFailure(found.map(lineOf).join('\n'), seen);
  saveFrom(story, save, answer.body);
}

/** Keeps values of what came under the names that the step gives them. */
export function saveFrom(
  story: Story,
  save: Readonly<Record<string, string>> | undefined,
  came: unknown,
): void {
  for (const [name, pointer] of Object.entries(save ?? {})) {
    const value = pointedAt(came, pointer);
    if (value === undefined)
      throw new StepFailure(`nothing to save as ${name}: there is no ${pointer}`, came);
    story.variables.set(name, value);
  }
}

export function lineOf({ path, expected, got }: Difference): string {
  return `${path || 'it'}: expected ${expected}, got ${got === undefined ? 'nothing' : shown(JSON.stringify(got))}`;
}

type Send = (method: string, path: string, options: Call) => Promise<Answer>;

async function sender(story: Story, as: string): Promise<Send> {
  const { sandbox, keys } = story;
  if (as === 'owner') {
    const session = await story.owner();
    return (method, path, options) => session.call(method, path, options);
  }
  const seeded: Readonly<Record<string, string>> = { ...sandbox.world.keys };
  const key = as === 'nobody' ? null : (keys.get(as)?.apiKey ?? seeded[as]);
  if (key === undefined) {
    const names = [...Object.keys(seeded), ...keys.keys(), 'nobody', 'owner'];
    throw new Error(`nobody is called "${as}"; there are ${names.join(', ')}`);
  }
  return (method, path, { headers, body }) =>
    call(sandbox.url + path, method, {
      headers: { ...(key !== null && { 'x-api-key': key }), ...headers },
      body,
    });
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)}...`;
}
