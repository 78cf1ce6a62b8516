import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HAS_MOSQUITTO } from '../harness/mosquitto.ts';
import { REDIS_PROGRAM } from '../harness/redis.ts';

/** Journeys for which two nodes make no sense. */
const OF_ONE_NODE: Readonly<Record<string, string>> = {
  'killed-database': 'it kills the embedded PostgreSQL, which has one node',
  'killed-server': 'it starts one process with the embedded broker; several-nodes kills one of two',
  'log-canaries': 'it starts one process from its environment, and for that a sandbox is one node',
  readme: 'the README starts one process',
  'sandbox-reset': 'a reset empties the tables of one process at rest: a sandbox is one node',
  'taken-port': 'it is about the ports of one process',
};
const HELP = `Runs journeys on two nodes that share Mosquitto, Redis and PostgreSQL: calls alternate, gateways are divided.

  npm run test:nodes [-- NAME ...]

NAME is a journey (main-job) or the path of another test file whose tests use a sandbox; all journeys without one.
TEST_DATABASE_URL names a PostgreSQL to use in place of the embedded one (.ci/on-postgres-15 starts one).

Not run, since two nodes make no sense there:
${Object.entries(OF_ONE_NODE)
  .map(([name, reason]) => `  ${name.padEnd(16)} ${reason}`)
  .join('\n')}`;

const FOLDER = new URL('./', import.meta.url);
const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h', default: false } },
  allowPositionals: true,
});

if (values.help) console.log(HELP);
else if (!HAS_MOSQUITTO || REDIS_PROGRAM === undefined)
  console.log('Nothing was run on two nodes: that needs mosquitto and redis-server (or valkey-server).');
else process.exitCode = await run(positionals.length > 0 ? positionals : journeys());

function journeys(): string[] {
  const names = readdirSync(FOLDER).flatMap((file) => /^(.*)\.test\.ts$/.exec(file)?.[1] ?? []);
  for (const [name, reason] of Object.entries(OF_ONE_NODE)) console.log(`Not run: ${name}, since ${reason}.`);
  return names.filter((name) => !(name in OF_ONE_NODE));
}

/** The exit code. */
function run(names: readonly string[]): number | Promise<number> {
  const files: string[] = [];
  for (const name of names) {
    const reason = OF_ONE_NODE[name];
    const journey = new URL(`${name}.test.ts`, FOLDER).pathname;
    const file = existsSync(journey) ? journey : name;
    if (reason === undefined && existsSync(file)) files.push(file);
    else {
      console.error(`${name} is not run on two nodes: ${reason ?? 'there is no such journey or file'}.`);
      return 2;
    }
  }
  const child = spawn('npx', ['vitest', 'run', ...files], {
    stdio: 'inherit',
    env: { ...process.env, HEARTHGATE_TEST_NODES: '2' },
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
