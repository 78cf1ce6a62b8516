import { rmSync } from 'node:fs';
import { type Server, connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A socket knows whether its owner lives; a file with a process number does not, least of all in containers. */
const NAME = 'agent.sock';

/** Holds the folder until it is released or the process ends; throws when another agent holds it. */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const path = join(folder, NAME);
  if (await isLocked(folder))
    throw new Error(`another agent works with ${folder}: give each its own dataDir`);
  rmSync(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  await listen(server, path);
  server.unref();
  return {
    release: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export function isLocked(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(folder, NAME));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
