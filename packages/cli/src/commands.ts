import { AGENT } from './agent/help.ts';
import { BRIDGE } from './bridge/help.ts';
import { BACKUP } from './backup/help.ts';
import { BROKER } from './broker/help.ts';
import { CATALOGUE_COMMAND } from './catalogue/help.ts';
import { COMPANY } from './company/help.ts';
import { COMPLETION } from './completion/help.ts';
import { COMPAT } from './compat/help.ts';
import { CONFORMANCE } from './conformance/help.ts';
import { CONSENT } from './consent/help.ts';
import { DEVICE } from './device/help.ts';
import { DOCTOR } from './doctor/help.ts';
import { EVENTS } from './events/help.ts';
import { GATEWAY } from './gateway/help.ts';
import { KEY } from './key/help.ts';
import { LISTEN } from './listen/help.ts';
import { MIGRATE } from './migrate/help.ts';
import { OPERATOR } from './operator/help.ts';
import { SANDBOX } from './sandbox/help.ts';
import { RESTORE } from './restore/help.ts';
import { SECRETS } from './secrets/help.ts';
import { SCENARIO } from './scenario/help.ts';
import type { Command, Run } from './shell/command.ts';
import { START } from './start/help.ts';
import { TRIGGER } from './trigger/help.ts';

/** All commands, in the order of help. Each is loaded when it is called: none needs the libraries of another. */
export const COMMANDS: readonly (readonly [Command, () => Promise<Run>])[] = [
  [START, async () => (await import('./start/start.ts')).runStart],
  [LISTEN, async () => (await import('./listen/listen.ts')).runListen],
  [EVENTS, async () => (await import('./events/events.ts')).runEvents],
  [TRIGGER, async () => (await import('./trigger/trigger.ts')).runTrigger],
  [SANDBOX, async () => (await import('./sandbox/sandbox.ts')).runSandbox],
  [KEY, async () => (await import('./key/key.ts')).runKey],
  [GATEWAY, async () => (await import('./gateway/gateway.ts')).runGateway],
  [DOCTOR, async () => (await import('./doctor/doctor.ts')).runDoctor],
  [AGENT, async () => (await import('./agent/agent.ts')).runAgentCommand],
  [DEVICE, async () => (await import('./device/device.ts')).runDevice],
  [CATALOGUE_COMMAND, async () => (await import('./catalogue/catalogue.ts')).runCatalogue],
  [CONSENT, async () => (await import('./consent/consent.ts')).runConsent],
  [COMPANY, async () => (await import('./company/company.ts')).runCompany],
  [OPERATOR, async () => (await import('./operator/operator.ts')).runOperator],
  [BRIDGE, async () => (await import('./bridge/bridge.ts')).runBridgeCommand],
  [COMPAT, async () => (await import('./compat/compat.ts')).runCompat],
  [CONFORMANCE, async () => (await import('./conformance/conformance.ts')).runConformance],
  [SCENARIO, async () => (await import('./scenario/scenario.ts')).runScenarioCommand],
  [MIGRATE, async () => (await import('./migrate/migrate.ts')).runMigrate],
  [BROKER, async () => (await import('./broker/broker.ts')).runBroker],
  [BACKUP, async () => (await import('./backup/backup.ts')).runBackup],
  [RESTORE, async () => (await import('./restore/restore.ts')).runRestore],
  [SECRETS, async () => (await import('./secrets/secrets.ts')).runSecrets],
  [
    COMPLETION,
    async () => {
      const { runCompletion } = await import('./completion/completion.ts');
      return (args) =>
        runCompletion(
          args,
          COMMANDS.map(([command]) => command),
        );
    },
  ],
];
