import { isDeepStrictEqual } from 'node:util';
import type { Onboarding, OnboardingChange } from '@hearthgate/wire';

/** What the second document changes in the first; null: there was none. Lists change as a whole, webhooks by name. */
export function diffOnboarding(before: Onboarding | null, after: Onboarding): OnboardingChange[] {
  return differences('', before ? tree(before) : { acceptance: {}, webhooks: {} }, tree(after));
}

function tree({ companyId: _same, webhooks, ...settings }: Onboarding): object {
  return {
    ...settings,
    webhooks: Object.fromEntries(webhooks.map(({ name, ...webhook }) => [name, webhook])),
  };
}

function differences(path: string, from: unknown, to: unknown): OnboardingChange[] {
  if (isBranch(from) && isBranch(to)) {
    const names = [...new Set([...Object.keys(to), ...Object.keys(from)])];
    return names.flatMap((name) => differences(`${path}/${name}`, from[name], to[name]));
  }
  return isDeepStrictEqual(from, to) ? [] : [{ path, from: from ?? null, to: to ?? null }];
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
