import type { Command } from '../shell/command.ts';

export const OPERATOR = {
  name: 'operator',
  summary: 'make operators; sign in as one; how all nodes are',
  about: `create, list, reset and remove work beside the server, on its database, with the settings of "hearthgate start"; the
server may run. sign-in, sign-out and health work from anywhere that reaches the operators' address.`,
  actions: {
    create: {
      about: 'make an operator; prints a link, valid 24 hours and once, to set password and app',
      takes: ['email', 'name', 'json'],
    },
    list: { about: 'e-mail addresses, and who has enrolled a second factor', takes: ['json'] },
    remove: { about: 'end the account and its sessions at once', takes: ['email', 'json'] },
    reset: {
      about: 'end sessions, password and second factor, and print a new link',
      takes: ['email', 'json'],
    },
    'sign-in': {
      about: 'ask for password and code; keeps the session in ~/.config/hearthgate/operator.json',
      takes: ['email', 'url', 'code', 'json'],
    },
    'sign-out': { about: 'end that session', takes: ['json'] },
    health: {
      about:
        'all nodes with slices, gateways and queues, and what is wrong with its cure; as who is signed in',
      takes: ['json'],
    },
  },
  options: {
    email: { value: 'ADDRESS', about: 'of the operator; for all but list, sign-out and health' },
    name: { value: 'TEXT', about: 'for create' },
    url: { value: 'URL', about: "for sign-in: of the operators' server, default http://127.0.0.1:8081" },
    json: { about: 'for programs' },
    code: { value: 'CODE', about: 'for sign-in: of the app, or a backup code, for scripts' },
  },
  environment: { HEARTHGATE_OPERATOR_PASSWORD: 'the password for sign-in, for scripts' },
  notes: 'Sessions end after 12 hours. Every call of an operator is recorded.',
  exits: { 0: 'done; with health: nothing is bad', 1: 'refused, or with health: something is bad' },
  examples: [
    "hearthgate operator create --email you@example.org --name 'Your Name'",
    'hearthgate operator sign-in --email you@example.org --url https://operators.example.org',
    'hearthgate operator health',
  ],
} as const satisfies Command;
