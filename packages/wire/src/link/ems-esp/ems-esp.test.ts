import { expect, test } from 'vitest';
import { locate } from '../../catalogue/locate.ts';
import { decodeReadings } from './decode.ts';
import { describeEms, derivedValues } from './describe.ts';
import { EMS_ENTITIES } from './entities.ts';
import { NOTHING_KNOWN, learnEntities, type EmsKnowledge } from './knowledge.ts';
import { activeFault, faultsIn } from './last-code.ts';
import { parseEmsTopic, readingsOf } from './payload.ts';
import { emsWriteOf, isAllowedCommand } from './write.ts';

const CELSIUS: EmsKnowledge = { ...NOTHING_KNOWN, scale: 'C' };
const MODE = '/heatingCircuits/hc1/operationMode';
const DHW_MODE = '/dhwCircuits/dhw1/operationMode';
const MANUAL = '/heatingCircuits/hc1/manualRoomSetpoint';

/** Everything that a device said in these messages, and what is known after it. */
function hear(messages: Readonly<Record<string, unknown>>, before: EmsKnowledge = CELSIUS) {
  let knowledge = before;
  const values: Record<string, string | number> = {};
  const skipped: Record<string, number> = {};
  for (const [name, body] of Object.entries(messages)) {
    const topic = parseEmsTopic(name);
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const readings = topic.kind === 'values' ? readingsOf(topic, payload) : undefined;
    if (!readings) throw new Error(`${name} is not read`);
    const decoded = decodeReadings(readings, knowledge);
    knowledge = decoded.knowledge;
    Object.assign(values, decoded.values);
    for (const [reason, count] of Object.entries(decoded.skipped))
      skipped[reason] = (skipped[reason] ?? 0) + count;
  }
  return { values, skipped, knowledge };
}
function learned(device: string, entries: readonly object[], before = CELSIUS): EmsKnowledge {
  const answer = Object.fromEntries(entries.map((entry, index) => [`e${index}`, entry]));
  const knowledge = learnEntities(before, device, answer);
  if (!knowledge) throw new Error('nothing was learned');
  return knowledge;
}
const leafOf = (knowledge: EmsKnowledge, path: string) =>
  describeEms(knowledge).find(({ id }) => id === path);

test.each(EMS_ENTITIES)('$device $circuit $name has a place in the catalogue', ({ path, form }) => {
  const resource = locate(path.replace('{n}', '1'))?.resource;
  expect(resource?.type).toBe(form.kind === 'number' ? 'number' : 'string');
  const known = resource?.words;
  const ours =
    form.kind === 'flag'
      ? [form.on, form.off]
      : form.kind === 'words'
        ? form.lists.flatMap((one) => one.ours)
        : [];
  if (known) expect(known).toEqual(expect.arrayContaining(ours));
});

test('both formats, single values and command topics say the same', () => {
  const nested = hear({
    boiler_data: { curflowtemp: 60.2, dhw: { curtemp: 53.8 } },
    thermostat_data: { hc1: { currtemp: 20.7 }, hc2: { currtemp: 19 } },
  });
  const single = hear({
    boiler_data: { curflowtemp: 60.2 },
    boiler_data_dhw: { curtemp: 53.8 },
    thermostat_data_hc1: { currtemp: 20.7 },
    thermostat_data_hc2: { currtemp: 19 },
  });
  const each = hear({
    'boiler_data/curflowtemp': '60.2',
    'boiler_data/dhw/curtemp': '53.8',
    'thermostat_data/hc1/currtemp': '20.7',
    'thermostat/hc2/currtemp': '19',
  });
  expect(nested.values).toEqual({
    '/heatSources/actualSupplyTemperature': 60.2,
    '/dhwCircuits/dhw1/actualTemp': 53.8,
    '/heatingCircuits/hc1/roomtemperature': 20.7,
    '/heatingCircuits/hc2/roomtemperature': 19,
  });
  expect(single.values).toEqual(nested.values);
  expect(each.values).toEqual(nested.values);
});

test.each([
  ['flat', 'boiler_data', { wwseltemp: 52 }],
  ['inside of ww', 'boiler_data', { ww: { wwseltemp: 52 } }],
  ['inside of dhw', 'boiler_data', { dhw: { wwseltemp: 52 } }],
  ['on a topic of its own', 'boiler_data_ww', { wwseltemp: 52 }],
  ['as a single value', 'boiler_data/wwseltemp', '52'],
])('hot water of firmware before 3.7 is known %s, and written as the device spells it', (_, topic, body) => {
  const { values, knowledge } = hear({ [topic]: body });
  const path = '/dhwCircuits/dhw1/temperatureLevels/high';
  expect(values).toEqual({ [path]: 52 });
  expect(emsWriteOf({ path, value: 55 }, knowledge)).toEqual({
    device: 'boiler',
    topic: 'boiler/wwseltemp',
    payload: '55',
  });
});

test('the second hot water circuit and the eighth heating circuit have their numbers', () => {
  const { values } = hear({
    boiler_data: { dhw2: { curtemp: 41 } },
    thermostat_data: { hc8: { currtemp: 18 } },
  });
  expect(Object.keys(values)).toEqual([
    '/dhwCircuits/dhw2/actualTemp',
    '/heatingCircuits/hc8/roomtemperature',
  ]);
});

test.each([
  ['on', 'off'],
  ['ON', 'OFF'],
  ['true', 'false'],
  [true, false],
  ['1', '0'],
  [1, 0],
  ['an', 'aus'],
  ['AAN', 'UIT'],
  ['på', 'av'],
])('a boolean may be %j and %j', (on, off) => {
  expect(hear({ boiler_data: { burngas: on } }).values).toEqual({ '/heatSources/flameStatus': 'on' });
  expect(hear({ boiler_data: { burngas: off } }).values).toEqual({ '/heatSources/flameStatus': 'off' });
});

test('a boolean in another language is learned from what the device says of it, and raw until then', () => {
  const before = hear({ boiler_data: { burngas: 'zap' } });
  expect(before.values).toEqual({ '/heatSources/flameStatus': 'zap' });
  const after = learned('boiler', [
    { name: 'burngas', type: 'boolean', bool: true, value: 'zap' },
    { name: 'onetime', circuit: 'dhw', type: 'boolean', bool: false, value: 'vyp', writeable: true },
  ]);
  const both = hear({ boiler_data: { burngas: 'zap', dhw: { onetime: 'VYP' } } }, after);
  expect(both.values).toEqual({ '/heatSources/flameStatus': 'on', '/dhwCircuits/dhw1/charge': 'stop' });
  const write = { path: '/dhwCircuits/dhw1/charge', value: 'start' };
  expect(emsWriteOf(write, both.knowledge)).toMatchObject({ topic: 'boiler/dhw/onetime', payload: 'zap' });
});

const GERMAN = ['Manuell', 'Auto'];

test('an enumeration is read by word or index and written in the language of the device', () => {
  const known = learned('thermostat', [{ name: 'mode', circuit: 'hc1', type: 'enum', enum: GERMAN }]);
  for (const raw of ['Manuell', 'manuell', 0, '0'])
    expect(hear({ thermostat_data: { hc1: { mode: raw } } }, known).values).toEqual({ [MODE]: 'manual' });
  const { knowledge } = hear({ thermostat_data: { hc1: { mode: 1 } } }, known);
  expect(emsWriteOf({ path: MODE, value: 'manual' }, knowledge)).toMatchObject({ payload: 'Manuell' });
  expect(leafOf(knowledge, MODE)).toMatchObject({ writeable: true, allowedValues: ['manual', 'auto'] });
  expect(leafOf(knowledge, MODE)?.unlearned).toBeUndefined();
});

test('three words are those of the thermostat that has the entities beside them', () => {
  const words = { name: 'mode', circuit: 'hc1', type: 'enum', enum: ['x', 'y', 'z'] };
  const modern = learned('thermostat', [words, { name: 'manualtemp', circuit: 'hc1', type: 'number' }]);
  const old = learned('thermostat', [words, { name: 'daytemp', circuit: 'hc1', type: 'number' }]);
  const unknown = learned('thermostat', [words]);
  const first = (knowledge: EmsKnowledge) =>
    hear({ thermostat_data: { hc1: { mode: 'x' } } }, knowledge).values;
  expect([first(modern), first(old), first(unknown)]).toEqual([
    { [MODE]: 'off' },
    { [MODE]: 'night' },
    { [MODE]: 'x' },
  ]);
});

test('five words of hot water follow from how many modes the heating circuit has', () => {
  const five = { name: 'mode', circuit: 'dhw', type: 'enum', enum: ['a', 'b', 'c', 'd', 'e'] };
  const with3 = learned('thermostat', [five, { name: 'mode', circuit: 'hc1', enum: ['x', 'y', 'z'] }]);
  const with2 = learned('thermostat', [five, { name: 'mode', circuit: 'hc1', enum: ['x', 'y'] }]);
  const second = (knowledge: EmsKnowledge) =>
    hear({ thermostat_data: { dhw: { mode: 1 } } }, knowledge).values;
  expect([second(with3), second(with2)]).toEqual([{ [DHW_MODE]: 'eco' }, { [DHW_MODE]: 'low' }]);
});

test('without an answer English words are understood, others are given raw and cannot be written', () => {
  const english = hear({ thermostat_data: { hc1: { manualtemp: 21, mode: 'manual' } } });
  expect(english.values).toEqual({ [MANUAL]: 21, [MODE]: 'manual' });
  expect(leafOf(english.knowledge, MODE)).toMatchObject({
    unlearned: true,
    writeable: true,
    allowedValues: ['manual', 'auto'],
  });
  expect(emsWriteOf({ path: MODE, value: 'auto' }, english.knowledge)).toMatchObject({ payload: 'auto' });
  for (const raw of ['Manuell', 1]) {
    const foreign = hear({ thermostat_data: { hc1: { manualtemp: 21, mode: raw } } });
    expect(foreign.values).toEqual({ [MANUAL]: 21, [MODE]: String(raw) });
    expect(leafOf(foreign.knowledge, MODE)).toMatchObject({ unlearned: true, writeable: false });
    expect(emsWriteOf({ path: MODE, value: 'auto' }, foreign.knowledge)).toBe('the device has no such word');
  }
});

test('an index whose list is the only one is understood without an answer', () => {
  expect(hear({ thermostat_data: { hc1: { summersetmode: 1 } } }).values).toEqual({
    '/heatingCircuits/hc1/suWiSwitchMode': 'automatic',
  });
});

test('Fahrenheit is said by the unit, or shown by a set-point of a room', () => {
  const said = learned('boiler', [{ name: 'rettemp', type: 'number', uom: '°F' }], NOTHING_KNOWN);
  expect(hear({ boiler_data: { rettemp: 104 } }, said).values).toEqual({
    '/heatSources/returnTemperature': 40,
  });
  const shown = hear({ thermostat_data: { hc1: { seltemp: 70.7, currtemp: 68 } } }, NOTHING_KNOWN);
  expect(shown.values['/heatingCircuits/hc1/roomtemperature']).toBe(20);
  expect(shown.values['/heatingCircuits/hc1/currentRoomSetpoint']).toBe(21.5);
  const { knowledge } = hear({ thermostat_data: { hc1: { manualtemp: 70 } } }, shown.knowledge);
  expect(emsWriteOf({ path: MANUAL, value: 22.5 }, knowledge)).toMatchObject({ payload: '72.5' });
});

test('one odd set-point does not change the scale of a device that is known, two that agree do', () => {
  const scaleAfter = (circuit: object) => hear({ thermostat_data: { hc1: circuit } }).knowledge.scale;
  expect(scaleAfter({ seltemp: 70 })).toBe('C');
  expect(scaleAfter({ seltemp: 70, comforttemp: 21, ecotemp: 60 })).toBe('C');
  expect(scaleAfter({ seltemp: 70, comforttemp: 72 })).toBe('F');
});

test('a range in Fahrenheit is described in Celsius, and the narrower one counts', () => {
  const entity = { name: 'manualtemp', circuit: 'hc1', type: 'number', min: 50, max: 100, uom: '°F' };
  const known = learned('thermostat', [{ ...entity, writeable: true }]);
  expect(leafOf(known, MANUAL)).toMatchObject({ min: 10, max: 30, step: 0.5, unit: 'C', writeable: true });
});

test('no temperature is believed before the scale is known', () => {
  const { values, skipped } = hear({ boiler_data: { rettemp: 104, syspress: 1.4 } }, NOTHING_KNOWN);
  expect(values).toEqual({ '/heatSources/systemPressure': 1.4 });
  expect(skipped).toEqual({ 'scale-unknown': 1 });
});

test('a heat pump lives in the data of a boiler, and what it tells better counts', () => {
  const { values, knowledge, skipped } = hear({
    boiler_data: {
      rettemp: 30,
      hptc0: 31,
      hptc1: 35,
      curburnpow: 0,
      hpcompspd: 45,
      hpactivity: 'hot water',
      uptimecompheating: 90,
    },
  });
  expect(values).toEqual({
    '/heatSources/returnTemperature': 31,
    '/heatSources/applianceSupplyTemperature': 35,
    '/heatSources/actualModulation': 45,
    '/heatSources/hs1/refrigerant/status': 'heating',
    '/heatSources/emon/ch/workingTime': 5_400,
  });
  expect(skipped).toEqual({ outranked: 2 });
  expect(derivedValues(knowledge)).toEqual({ '/heatSources/hs1/type': 'Heatpump' });
});

test.each(['burnstarts', 'curburnpow', 'totalcompstarts', 'hpcompspd', 'heatingstarts', 'dhw/startshp'])(
  '%s says by itself what heats',
  (name) => {
    const { values, knowledge } = hear({ [`boiler_data/${name}`]: '7' });
    expect(Object.values(values)).toEqual([7]);
    expect(Object.keys(derivedValues(knowledge))).toEqual(['/heatSources/hs1/type']);
  },
);

test('starts that may be of a burner or of a compressor wait until the device has shown which it has', () => {
  const topic = parseEmsTopic('boiler_data/heatstarts');
  const readings = topic.kind === 'values' ? (readingsOf(topic, '7') ?? []) : [];
  const early = decodeReadings(readings, CELSIUS);
  expect([early.values, early.skipped, early.held]).toEqual([{}, { 'source-unknown': 1 }, readings]);
  const { knowledge } = hear({ 'boiler_data/burngas': 'on' }, early.knowledge);
  expect(decodeReadings(early.held, knowledge).values).toEqual({ '/heatSources/emon/ch/numberOfStarts': 7 });
});

test('everything else is counted with a reason', () => {
  const { values, skipped } = hear({
    boiler_data: { reset: '', rettemp: null, curflowtemp: 'warm', syspress: [1], flamecurr: 37.4 },
    temperaturesensor_data: { '28-1767': { name: 'attic', temp: 22.1 } },
  });
  expect(values).toEqual({});
  expect(skipped).toEqual({ empty: 1, unreadable: 2, unmapped: 4 });
});

test('a thermostat without a temperature for manual operation is set by the one it follows', () => {
  const path = '/heatingCircuits/hc1/temperatureRoomSetpoint';
  const { knowledge } = hear({ thermostat_data: { hc1: { seltemp: 21 } } });
  expect(emsWriteOf({ path, value: 22 }, knowledge)).toMatchObject({ topic: 'thermostat/hc1/seltemp' });
  const other = hear({ thermostat_data: { hc1: { seltemp: 21, manualtemp: 20 } } });
  expect(emsWriteOf({ path, value: 22 }, other.knowledge)).toBe('the device does not tell this value');
});

test('what the device or the catalogue does not let be written is not written', () => {
  const path = '/heatingCircuits/hc1/maxFlowTemp';
  const { knowledge } = hear({ thermostat_data: { hc1: { maxflowtemp: 60, manualtemp: 20 } } });
  expect(emsWriteOf({ path, value: 50 }, knowledge)).toBe('may not be written');
  const entity = { name: 'manualtemp', circuit: 'hc1', type: 'number', writeable: false };
  expect(leafOf(learned('thermostat', [entity], knowledge), MANUAL)?.writeable).toBe(false);
});

test.each([
  'system/restart',
  'system/format',
  'system/send',
  'system/txpause',
  'boiler/reset',
  'boiler/shutdown',
  'system/password',
  'custom/x',
  'scheduler/x',
  'boiler',
  'boiler/dhw/../reset',
  'boiler/+',
  'boiler/#',
  'thermostat/hc1/mode\n',
  '',
])('a command never goes to %j', (topic) => {
  expect(isAllowedCommand(topic)).toBe(false);
});

test.each(['thermostat/hc1/seltemp', 'boiler/dhw/seltemp', 'boiler/wwseltemp'])(
  'a command may go to %s',
  (topic) => {
    expect(isAllowedCommand(topic)).toBe(true);
  },
);

test.each([
  ['H01(5596) 03.04.2022 08:15 - now', { dcd: 'H01', ccd: 5596 }],
  ['A11(1000) @uptime 123 - now', { dcd: 'A11', ccd: 1000 }],
  ['H01(5596) 03.04.2022 08:15 - jetzt', { dcd: 'H01', ccd: 5596 }],
  ['H01(5596) 03.04.2022 08:15 - 03.04.2022 09:00', undefined],
  ['A11(1000) @uptime 123 - 456 min', undefined],
  ['6A(227) 12.01.2019 06:40 (12 min)', undefined],
  ['', undefined],
  ['--(0) - now', undefined],
  ['nonsense', undefined],
])('the last code %j means %j now', (text, fault) => {
  expect(activeFault(text)).toEqual(fault);
});

test('a service code that means a fault is one, an operating state is none', () => {
  const active = (servicecode: string, servicecodenumber: number) =>
    faultsIn(
      readingsOf({ device: 'boiler', tag: '' }, JSON.stringify({ servicecode, servicecodenumber })) ?? [],
    ).map((one) => one.active);
  expect(active('6A', 227)).toEqual([{ dcd: '6A', ccd: 227 }]);
  expect(active('=H', 201)).toEqual([undefined]);
  expect(active('ZZ', 999)).toEqual([undefined]);
});

test('topics of nothing known are other topics', () => {
  for (const topic of [
    'boiler',
    'boiler_data/a/b/c',
    'toaster_data',
    'boiler_data_kitchen',
    'shower_data',
    '',
  ])
    expect([topic, parseEmsTopic(topic).kind]).toEqual([topic, 'other']);
});

test('an answer is remembered without what has no place, and the same answer changes nothing', () => {
  const answer = [
    { name: 'mode', circuit: 'hc1', type: 'enum', enum: GERMAN },
    { name: 'flamecurr', type: 'number', uom: 'µA' },
  ];
  const known = learned('thermostat', answer);
  expect(Object.keys(known.learned)).toEqual(['thermostat/hc1/mode']);
  expect(learnEntities(known, 'thermostat', answer)).toBe(known);
  for (const nonsense of [null, 'x', 7, [], {}, [1], { a: 1 }])
    expect(learnEntities(known, 'thermostat', nonsense)).toBeUndefined();
});
