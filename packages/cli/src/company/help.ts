import type { Command } from '../shell/command.ts';

export const COMPANY = {
  name: 'company',
  summary: 'companies: applications, onboarding, suspension, offboarding',
  about: 'Works as the operator who is signed in: "hearthgate operator sign-in" comes first.',
  actions: {
    registrations: { about: 'applications: APPLIED, APPROVED, REFUSED', takes: ['status', 'json'] },
    approve: { args: 'ID', about: 'approve an application (reg_...): makes the company', takes: ['json'] },
    refuse: {
      args: 'ID',
      about: 'refuse it with --reason; the applicant reads the reason',
      takes: ['reason', 'json'],
    },
    onboard: {
      args: 'FILE',
      about:
        'show what the onboarding document changes, ask, then apply it; the first time it prints the link to the ' +
        "company's first API key",
      takes: ['dry-run', 'yes', 'json'],
    },
    list: { about: 'companies: REGISTERED, ACTIVE, SUSPENDED, OFFBOARDED', takes: ['status', 'json'] },
    show: { args: 'ID', about: 'a company (cmp_...) and its onboarding document', takes: ['json'] },
    suspend: {
      args: 'ID',
      about: 'refuse every call and hold deliveries, at once, with --reason',
      takes: ['reason', 'json'],
    },
    resume: { args: 'ID', about: 'let it go on', takes: ['json'] },
    offboard: {
      args: 'ID',
      about: "end it for good: keys, webhooks, contracts, with --reason; asks for the company's name",
      takes: ['reason', 'json'],
    },
  },
  options: {
    status: {
      value: 'STATUS',
      about: 'only those',
      words: ['APPLIED', 'APPROVED', 'REFUSED', 'REGISTERED', 'ACTIVE', 'SUSPENDED', 'OFFBOARDED'],
    },
    reason: { value: 'TEXT', about: '10 to 1000 characters' },
    'dry-run': { about: 'only show what would change' },
    yes: { about: 'do not ask' },
    json: {
      about: 'for programs: what came of it; of a list, an item each line; questions go to the other output',
    },
  },
  notes: 'docs/guides/onboard-a-company.md has a document to start from.',
  examples: [
    'hearthgate company registrations --status APPLIED',
    'hearthgate company onboard company.json --dry-run',
  ],
} as const satisfies Command;
