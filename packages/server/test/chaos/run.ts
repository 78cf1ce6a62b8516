import { FAULTS } from './faults/index.ts';
import { endAllNow, endWhenInterrupted } from './interrupted.ts';
import { helpOf, readOptions, type Options } from './options.ts';
import { writeReport } from './report.ts';
import { isKept, Suite } from './suite.ts';

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2), FAULTS);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${helpOf(FAULTS)}`);
  process.exit(2);
}
if (!options) {
  console.log(helpOf(FAULTS));
  process.exit(0);
}
endWhenInterrupted();
const { faults, setUps, seed, writes } = options;
const since = performance.now();
const suite = new Suite(seed, (line) =>
  console.log(`${((performance.now() - since) / 1_000).toFixed(1).padStart(6)} s  ${line}`),
);
const result = await suite.run(faults, setUps);
if (writes) console.log(`Written to ${await writeReport(result)}`);
console.log(isKept(result) ? 'Every promise was kept.' : 'Promises were broken, see above.');
endAllNow();
process.exit(isKept(result) ? 0 : 1);
