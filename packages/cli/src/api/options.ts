import type { Option } from '../shell/command.ts';

/** Of every command that calls the API; there is no option for the key, which other users of the machine would see. */
export const API_OPTIONS = {
  url: { value: 'URL', about: 'address of the platform; else HEARTHGATE_URL, else http://127.0.0.1:8080' },
  json: { about: 'for programs' },
} as const satisfies Record<string, Option>;

export const API_ENVIRONMENT = {
  HEARTHGATE_API_KEY:
    "the company's API key; without it a sandbox on this machine lends the key of its first company",
  HEARTHGATE_URL: 'address of the platform',
};

export const SANDBOX_OPTIONS = {
  url: { value: 'URL', about: 'address of the sandbox; else HEARTHGATE_URL, else http://127.0.0.1:8080' },
  json: { about: 'for programs' },
} as const satisfies Record<string, Option>;
