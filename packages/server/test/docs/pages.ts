import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Every page of the repository that people read, by its path. */
export function allPages(): string[] {
  const atTheRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const below = readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' });
  return [...atTheRoot, ...below.map((name) => `docs/${name}`)].filter((name) => name.endsWith('.md'));
}

export const readPage = (page: string): string => readFileSync(ROOT + page, 'utf8');

/** Pages whose blocks a test of their own does, since they need more than a sandbox; all others are done by pages.test.ts. */
export const OWN_TESTS: Readonly<Record<string, string>> = {
  'README.md': 'packages/server/test/journeys/readme.test.ts',
  'docs/guides/webhooks.md': 'packages/server/test/events/webhooks-guide.test.ts',
  'docs/guides/scenarios.md': 'packages/cli/src/scenario/scenario.test.ts',
  'docs/guides/reading-the-log.md': 'packages/server/test/events/log-guide.test.ts',
  'docs/guides/invitation.md': 'packages/server/test/portals/invitation-guide.test.ts',
  'docs/guides/connect-an-ems-esp.md': 'packages/server/test/journeys/ems-esp-guide.test.ts',
  'docs/guides/connect-an-ems-esp-by-agent.md': 'packages/server/test/journeys/agent-guides.test.ts',
  'docs/guides/connect-a-km200.md': 'packages/server/test/journeys/agent-guides.test.ts',
  'docs/guides/connect-a-k40rf.md': 'packages/server/test/journeys/agent-guides.test.ts',
  'docs/guides/receiver-conformance.md': 'packages/server/test/journeys/integrator-guides.test.ts',
  'docs/guides/check-your-traffic.md': 'packages/server/test/journeys/integrator-guides.test.ts',
  'docs/guides/home-assistant.md': 'packages/server/test/journeys/integrator-guides.test.ts',
};
