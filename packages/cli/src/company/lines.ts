import type { Change, CompanyAnswer, OnboardingAnswer, RegistrationAnswer } from './answers.ts';

/** What a document changes, for people: `+` new, `-` gone, `~` other; then what to think about. */
export function changeLines({ changes, warnings }: OnboardingAnswer): string[] {
  return [...changes.map(changeLine), ...warnings.map(({ path, message }) => `! ${path}: ${message}`)].map(
    clean,
  );
}

export function firstKeyLines({ firstKey }: OnboardingAnswer): string[] {
  if (!firstKey) return [];
  const { firstKeyUrl, firstKeyExpiresAt, sendTo, mailSent } = firstKey;
  const person = `${sendTo.name} <${sendTo.email}>`;
  return [
    `First key, until ${firstKeyExpiresAt}, for one use:`,
    `  ${firstKeyUrl}`,
    mailSent ? `It goes to ${person} by mail.` : `Send it to ${person} yourself: no mail goes out.`,
  ].map(clean);
}

export function companyLines(company: CompanyAnswer): string[] {
  const { administrator, statusReason, contracts, keys, webhooks } = company;
  const counts = Object.entries(contracts).filter(([, count]) => count > 0);
  return [
    `${company.companyId}  ${company.name}`,
    `status         ${company.status}${statusReason === undefined ? '' : ` (${statusReason})`}`,
    `onboarding     ${company.version === 0 ? 'not yet' : `version ${company.version}`}`,
    ...(administrator ? [`administrator  ${administrator.name} <${administrator.email}>`] : []),
    `contracts      ${counts.map(([status, count]) => `${count} ${status}`).join(', ') || 'none'}`,
    ...keys.map((key) => `key            ${key.keyId} until ${key.expiresAt}, ${usedLast(key.lastUsedAt)}`),
    ...webhooks.map(({ name, url, backlog }) => `webhook        ${name} ${url}, ${backlog} waiting`),
  ].map(clean);
}

export function registrationLines({
  registrationId,
  status,
  appliedAt,
  companyId,
  data,
}: RegistrationAnswer) {
  const { name, email } = data.administrator;
  const more = [
    `  ${data.brand}, ${name} <${email}>`,
    ...(companyId === undefined ? [] : [`  ${companyId}`]),
  ];
  const message = data.message === undefined ? [] : [`  "${data.message}"`];
  return [`${registrationId}  ${status}  ${appliedAt}  ${data.name}`, ...more, ...message].map(clean);
}

function changeLine({ path, from, to }: Change): string {
  if (Array.isArray(from) && Array.isArray(to)) {
    const added = to.filter((entry) => !from.includes(entry)).map((entry) => ` +${show(entry)}`);
    const gone = from.filter((entry) => !to.includes(entry)).map((entry) => ` -${show(entry)}`);
    const moved = added.length + gone.length === 0 ? [` ${show(to)}`] : [];
    return `~ ${path}:${[...gone, ...added, ...moved].join('')}`;
  }
  if (from === null) return `+ ${path}: ${show(to)}`;
  if (to === null) return `- ${path}: ${show(from)}`;
  return `~ ${path}: ${show(from)} -> ${show(to)}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function usedLast(at: string | undefined): string {
  return at === undefined ? 'never used' : `used last ${at}`;
}

/** What others have written must not steer the terminal. */
export function clean(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ');
}
