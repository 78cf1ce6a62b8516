#!/usr/bin/env node
// The sources run without a build on Node 24, which the npm package `node` brings along for older systems.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) {
  await import('../src/main.ts');
} else {
  runWith(findNode());
}

function findNode() {
  const require = createRequire(import.meta.url);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    return join(dirname(require.resolve('node/package.json')), 'bin', name);
  } catch {
    return fail(
      `Node ${NEEDED_MAJOR} is needed, this is ${process.version}. Run "npm install" first: it brings one.`,
    );
  }
}

function runWith(node) {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // A terminal sends Ctrl-C to the child as well: forwarding it would make it two.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) => fail(`cannot run ${node}: ${error.message}. Run "npm install" again.`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function fail(message) {
  console.error(`hearthgate: ${message}`);
  process.exit(1);
}
