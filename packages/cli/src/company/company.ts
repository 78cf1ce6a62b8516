import { operatorClient } from '../operator/operator-client.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import type { Client } from './client.ts';
import { COMPANY } from './help.ts';
import type { CompanyAnswer, Page, RegistrationAnswer } from './answers.ts';
import { clean, companyLines, registrationLines } from './lines.ts';
import { onboard } from './onboard.ts';
import { terminal, type Terminal } from './terminal.ts';

const SEE = 'see "hearthgate company --help"';

interface Call {
  readonly client: Client;
  readonly screen: Terminal;
  readonly file: string;
  /** As part of a path. */
  readonly id: string;
  /** A usage error where it was not given. */
  readonly reason: () => string;
  readonly status: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

const ACTIONS: Readonly<Record<keyof typeof COMPANY.actions, (call: Call) => Promise<void>>> = {
  onboard: ({ client, screen, file, dryRun, yes, json }) =>
    onboard(client, screen, { file, dryRun, yes, json }),
  show,
  list: async (call) => {
    await eachItem(call, '/operator/companies', ({ companyId, status, version, name }: CompanyAnswer) => [
      clean(`${companyId}  ${status.padEnd(10)}  version ${version}  ${name}`),
    ]);
  },
  registrations: (call) => eachItem(call, '/operator/registrations', registrationLines),
  approve: async (call) => {
    const path = `/operator/registrations/${call.id}/approve`;
    const answer = (await call.client.call('POST', path)) as RegistrationAnswer;
    tell(
      call,
      answer,
      `Approved: the company is ${answer.companyId ?? ''}. Onboard it with "hearthgate company onboard FILE".`,
    );
  },
  refuse: async (call) => {
    const path = `/operator/registrations/${call.id}/refuse`;
    const answer = await call.client.call('POST', path, { body: { reason: call.reason() } });
    tell(call, answer, 'Refused; the applicant can read the reason.');
  },
  suspend: async (call) => {
    const path = `/operator/companies/${call.id}/suspend`;
    const answer = await call.client.call('POST', path, { body: { reason: call.reason() } });
    tell(call, answer, `Suspended: ${call.id} is refused from now on, and its deliveries stand still.`);
  },
  resume: async (call) => {
    const answer = await call.client.call('POST', `/operator/companies/${call.id}/resume`);
    tell(call, answer, `Resumed: ${call.id} is answered again, and its deliveries go on.`);
  },
  offboard,
};

/** `hearthgate company`: companies from application to offboarding, over the operators' port. */
export async function runCompany(
  args: string[],
  connect: () => Promise<Client> = operatorClient,
  screen: Terminal = terminal,
): Promise<void> {
  const call = parseCall(COMPANY, args);
  const { action, values } = call;
  const [target = ''] = call.args;
  await ACTIONS[action]({
    client: await connect(),
    screen,
    file: target,
    id: encodeURIComponent(target),
    reason: () => given(values.reason, `${action} needs --reason`),
    status: values.status,
    dryRun: values['dry-run'],
    yes: values.yes,
    json: values.json,
  });
}

/** What came of a change: in words, or as the server answered it. */
function tell({ screen, json }: Call, answer: unknown, text: string): void {
  screen.print(json ? JSON.stringify(answer, undefined, 2) : text);
}

async function show({ client, screen, id, json }: Call): Promise<void> {
  const path = `/operator/companies/${id}`;
  const company = (await client.call('GET', path)) as CompanyAnswer;
  const { onboarding } = (await client.call('GET', `${path}/onboarding`)) as { onboarding: unknown };
  if (json) return screen.print(JSON.stringify({ company, onboarding }, undefined, 2));
  for (const line of companyLines(company)) screen.print(line);
  if (onboarding !== null) screen.print(JSON.stringify(onboarding, undefined, 2));
}

/** For good, so a slip must not do it: the company's name is typed. */
async function offboard(call: Call): Promise<void> {
  const { client, screen, id, reason, json } = call;
  const path = `/operator/companies/${id}`;
  const body = { reason: reason() };
  const company = (await client.call('GET', path)) as CompanyAnswer;
  if (!json) {
    for (const line of companyLines(company)) screen.print(line);
    screen.print(
      'Its keys and webhooks are removed at once and its contracts closed. This cannot be undone.',
    );
  }
  if ((await screen.ask('Type the name of the company to go on: ')) !== company.name)
    throw new Error('this is not the name of the company, so nothing was changed');
  const answer = await client.call('POST', `${path}/offboard`, { body });
  tell(call, answer, `Offboarded: ${company.companyId}.`);
}

async function eachItem(
  { client, screen, status, json }: Call,
  path: string,
  linesOf: (item: never) => readonly string[],
): Promise<void> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      ...(status !== undefined && { status }),
      ...(cursor !== null && { cursor }),
    });
    const page = (await client.call('GET', `${path}?${query.toString()}`)) as Page;
    for (const item of page.items)
      for (const line of json ? [JSON.stringify(item)] : linesOf(item)) screen.print(line);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function given(text: string | undefined, message: string): string {
  if (text === undefined || text === '') throw new UsageError(`${message}; ${SEE}`);
  return text;
}
