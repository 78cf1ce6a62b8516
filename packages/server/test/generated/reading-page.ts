/** One step of the guide: what is asked, and what to know of the answer. */
interface Step {
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/** Steps of the guide for a cascade and for a boiler behind an older gateway, by their gateway ids. */
export function readingSteps({ cascade, boiler }: { cascade: string; boiler: string }) {
  const system = (id: string): Step => ({
    title: 'What stands behind the gateway',
    path: `/hvacs/${id}`,
    text: '`capabilities` follow from what the gateway described, never from its model: what is not listed here answers 422 `not-supported-by-gateway`.',
  });
  const fleet: Step[] = [
    {
      title: 'The fleet',
      path: '/hvacs?limit=2',
      text: 'Ordered by gateway id. `cursor` takes `nextCursor` of the page before; without `cursor` and `limit` the whole list is given, for fleets of up to 10,000 systems.',
    },
    {
      title: 'A filtered fleet',
      path: '/hvacs?systemType=CASCADE&connectivity=ONLINE&firmware=15.*&limit=100',
      text: 'Filters: `connectivity`, `brand`, `gatewayType`, `systemType`, `firmware` (a version, or its beginning with `*`), `notification` (`true`, `false`, or the display code of an active one); all that are given must be met. One request looks at 5,000 systems at most, so **a page may be short, or empty, while `nextCursor` is not null**: go on until it is. A cursor belongs to its filters; with others it is refused (400).',
    },
  ];
  const ofCascade: Step[] = [
    system(cascade),
    {
      title: 'Its components',
      path: `/hvacs/${cascade}/components`,
      text: 'Every part of the system with what it measures; the fields follow from `type`. `product`, `productId`, `firmware` and `serialNumber` are of the device on the bus that belongs to the part; `modules` of the gateway lists all of them.',
    },
    {
      title: 'Its heat sources',
      path: `/hvacs/${cascade}/heatSources`,
      text: 'Energy is in kWh, power in W, operating hours in hours.',
    },
    {
      title: 'One heat source',
      path: `/hvacs/${cascade}/heatSources/2`,
      text: 'The same as in the list.',
    },
    { title: 'Its notifications', path: `/hvacs/${cascade}/notifications`, text: 'Nothing is wrong now.' },
    {
      title: 'Its heating circuits',
      path: `/hvacs/${cascade}/heatingCircuits`,
      text: 'Circuits, charge, time programs, away and holidays are remote control: they need the consent of the owner (451 without).',
    },
    { title: 'One heating circuit', path: `/hvacs/${cascade}/heatingCircuits/2`, text: '' },
    ...programs(cascade, 'heatingCircuits'),
    { title: 'Its hot water circuits', path: `/hvacs/${cascade}/dhwCircuits`, text: '' },
    { title: 'One hot water circuit', path: `/hvacs/${cascade}/dhwCircuits/1`, text: '' },
    ...programs(cascade, 'dhwCircuits'),
    { title: 'The extra charge', path: `/hvacs/${cascade}/dhwCircuits/1/charge`, text: '' },
    { title: 'Away', path: `/hvacs/${cascade}/away`, text: '' },
    {
      title: 'Holidays',
      path: `/hvacs/${cascade}/holidays`,
      text: 'None is planned; see [hot water, away and holidays](hot-water-and-absences.md).',
    },
    ...recordings(cascade, 'hvac.cascade.hs2.compressor.currentSpeed'),
    {
      title: 'Commands',
      path: `/hvacs/${cascade}/commands`,
      text: 'Those of the calling company; see [commands](commands.md).',
    },
  ];
  const ofBoiler: Step[] = [
    system(boiler),
    {
      title: 'Its components',
      path: `/hvacs/${boiler}/components`,
      text: 'An older gateway does not name its products: there is `productId`, the number on the bus.',
    },
    {
      title: 'The only heat source',
      path: `/hvacs/${boiler}/heatSources/1`,
      text: 'Of a single heat source, what the gateway tells of the whole system is told too.',
    },
    { title: 'Its heat sources', path: `/hvacs/${boiler}/heatSources`, text: '' },
    { title: 'Its notifications', path: `/hvacs/${boiler}/notifications`, text: '' },
    { title: 'Its heating circuits', path: `/hvacs/${boiler}/heatingCircuits`, text: '' },
    { title: 'The heating circuit', path: `/hvacs/${boiler}/heatingCircuits/1`, text: '' },
    ...programs(boiler, 'heatingCircuits'),
    { title: 'Its hot water circuits', path: `/hvacs/${boiler}/dhwCircuits`, text: '' },
    { title: 'Hot water', path: `/hvacs/${boiler}/dhwCircuits/1`, text: '' },
    { title: 'The extra charge', path: `/hvacs/${boiler}/dhwCircuits/1/charge`, text: '' },
    ...programs(boiler, 'dhwCircuits'),
    { title: 'Holidays', path: `/hvacs/${boiler}/holidays`, text: '' },
    ...recordings(boiler, 'hvac.burner.numberOfStarts'),
    { title: 'Commands', path: `/hvacs/${boiler}/commands`, text: '' },
    {
      title: 'What it does not have',
      path: `/hvacs/${boiler}/away`,
      text: 'Refused precisely, with the name of the missing capability.',
    },
    {
      title: 'What is not there',
      path: `/hvacs/${boiler}/heatSources/2`,
      text: 'It has heat sources, but not this one.',
    },
  ];
  return [
    { title: 'Systems', steps: fleet },
    { title: `A cascade of heat pumps behind a K 40 (${cascade})`, steps: ofCascade },
    { title: `A gas boiler with solar behind an ICOM (${boiler})`, steps: ofBoiler },
  ];
}

function programs(id: string, kind: 'heatingCircuits' | 'dhwCircuits'): Step[] {
  const of = kind === 'heatingCircuits' ? 'heating circuit 1' : 'hot water circuit 1';
  const path = `/hvacs/${id}/${kind}/1/timePrograms`;
  return [
    {
      title: `Time programs of ${of}`,
      path,
      text: '`limits` say what each takes; see [time programs](time-programs.md).',
    },
    { title: `One time program of ${of}`, path: `${path}/A`, text: '' },
  ];
}

function recordings(id: string, dataPoint: string): Step[] {
  const path = `/hvacs/${id}/recordings`;
  return [
    {
      title: 'What is recorded',
      path,
      text: 'Only numbers are recorded: when they leave the threshold of the [catalogue](../catalogue.md), and every 15 minutes.',
    },
    {
      title: 'One data point by hour',
      path: `${path}?dataPoint=${dataPoint}&resolution=PT1H`,
      text: '`RAW`, `P1D` and `P1M` too, and as a table with `Accept: text/csv`. States have a mean, counters what they counted; where nothing is known stands in `gaps`.',
    },
  ];
}

export const READING_INTRODUCTION = `# Reading a system

Everything that can be read of a system, with real answers of the sandbox at \`2026-01-15T09:30:00Z\`. This page is written by
\`npm run generate\`; the same seed and a clock that stands still give the same answers.

\`\`\`sh
export URL=http://127.0.0.1:8080
export KEY=$(curl -s $URL/sandbox | node -p 'JSON.parse(require("fs").readFileSync(0)).keys.ok')
curl -s -H "x-api-key: $KEY" $URL/hvacs
\`\`\`

Three rules hold for every answer:

- **A field that the gateway does not have is left out.** One that it has but cannot give now is left out too, and named in
  \`unavailable\` with the reason: a sensor that is open or short, a value that was never reported, a word that nobody knows.
- **Reads are answered from what was reported last**, also while the gateway is away: \`asOf\` says up to when, \`connectivity\`
  whether it is there now.
- **What a system does not have is refused precisely**: 404 for a number that is not there, 422 \`not-supported-by-gateway\` with the
  \`capability\` where there is no such part at all. A list of such parts is empty.

What needs what: \`/hvacs\`, components, heat sources, notifications and recordings need an active contract with monitoring; circuits, charge,
time programs, away, holidays and commands need remote control and an up-to-date consent.
`;
