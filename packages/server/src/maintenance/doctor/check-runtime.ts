// Not by the door of the portals: that loads all of them.
import { readEntry } from '../../portals/web/entries.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

/** The first that runs TypeScript as it is. */
const NODE_MAJOR = 24;

/** What the program runs on and from. */
export function checkRuntime(): Finding[] {
  const { node } = process.versions;
  const isNew = Number.parseInt(node, 10) >= NODE_MAJOR;
  return [
    isNew
      ? ok('node', `${node} on ${process.platform} ${process.arch}`)
      : wrong(
          'node',
          `${node} is too old`,
          `install Node ${NODE_MAJOR} or newer, or run "npm ci": it brings one`,
        ),
    readEntry('owner') === null
      ? warning('portals', 'their pages were not built', 'run "npm run build"; the API works without them')
      : ok('portals', 'their pages are built'),
  ];
}
