import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { machine, table, thousands } from '../markdown.ts';
import type { Lived } from './live.ts';

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/year.md', import.meta.url));

export async function writeReport(one: Lived, seeded: Lived): Promise<void> {
  await writeFile(FILE, reportOf(one, seeded));
}

function reportOf(one: Lived, seeded: Lived): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `# Proof: a year in a minute

Written by \`npm run proof:year\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code, two weeks of winter
and a week of spring, is part of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${machine()}; PostgreSQL and the virtual houses on the same cores. Load average at the end:
${loadavg()
  .map((load) => load.toFixed(1))
  .join(', ')}.

A sandbox begins on ${one.from} and is moved by ${one.days} days with \`POST /sandbox/clock\`, in ${one.looks.length} calls, since the company renews its
key in between: it is valid for half a year. Each house
publishes every 15 minutes of its own time over MQTT; the broker acknowledges a report when it is committed; timers run in order of
their due times, and each step is settled before the next. The seeded webhook stands, without \`DATA_POINT\`. "One house" is
101000001: the other six are seeded and unplugged.

${table(
  ['', 'one house', 'the seven seeded ones'],
  [
    ['seconds', one.seconds.toFixed(1), seeded.seconds.toFixed(1)],
    ['CPU of the server with its houses, seconds', one.cpuSeconds.toFixed(1), seeded.cpuSeconds.toFixed(1)],
    ['reports acknowledged', thousands(one.reports), thousands(seeded.reports)],
    ['values recorded', thousands(one.recordings), thousands(seeded.recordings)],
    ['events in the logs', thousands(one.events), thousands(seeded.events)],
    ['lost', String(one.lost), String(seeded.lost)],
  ],
)}

Lost are: half hours without a recorded room temperature in a circuit of 101000001, reports that a gateway could not give any
more, and messages that could not be read. The seeded EMS-ESP (101000007) is offline, as the seed has it.

## What the house did

Everything comes from \`GET /hvacs/101000001/recordings\`, nothing from inside the house.

**Seasonal performance: ${one.seasonalPerformance.toFixed(2)}** (${one.heatKwh.toFixed(0)} kWh of heat from ${one.electricityKwh.toFixed(0)} kWh of electricity): what
\`hvac.emon.total.outputProduced\` counted in all days, divided by what \`compressor\` and \`eHeater\` counted. It is of heating and
hot water together, with the electric heater.

${table(
  ['circuit', 'heating hours', 'within 1 K', 'colder', 'warmer'],
  [...one.comfort].map(([circuit, { heatingHours, within, tooCold, tooWarm }]) => [
    circuit,
    thousands(heatingHours),
    percent(within),
    percent(tooCold),
    percent(tooWarm),
  ]),
)}

A **heating hour** is time in which the circuit wants heat: at the quarter of an hour it has a flow set-point. It has none in summer,
while it is off, and while its room is warm enough, as after the evening's step from 21 to 18.5 C, when a house can only wait.
Compared are the recorded room temperature and the recorded set-point of the same moment. Colder are mornings on which warming up
takes longer than it was begun before the step; warmer is the end of that time before the step.
`;
}
