/** Payloads of the size of real ones; `number` counts as the burner's starts, so that each can be found again. */
export function boilerData(number: number): string {
  return JSON.stringify({
    heatingactive: 'on',
    tapwateractive: 'off',
    selflowtemp: 55,
    curflowtemp: 50 + (number % 40) / 4,
    rettemp: 42.1,
    syspress: 1.4,
    outdoortemp: -2 + (number % 8) / 10,
    burngas: number % 4 === 0 ? 'off' : 'on',
    flamecurr: 37.4,
    heatingpump: 'on',
    heatingpumpmod: 70,
    selburnpow: 100,
    curburnpow: 20 + (number % 10),
    burnminpower: 0,
    burnmaxpower: 100,
    servicecode: '-H',
    servicecodenumber: 200,
    lastcode: '6A(227) 12.01.2025 06:40 - 12.01.2025 06:52',
    burnstarts: number,
    burnworkmin: 12_000,
    reset: '',
    dhw: {
      seltemp: 52,
      settemp: 52,
      curtemp: 48.2,
      comfort: 'hot',
      chargetype: '3-way valve',
      hyston: -5,
      disinfectiontemp: 70,
      storagetemp1: 48.2,
      activated: 'on',
      onetime: 'off',
      disinfecting: 'off',
      charging: 'off',
      '3wayvalve': 'off',
      chargepump: 'off',
    },
  });
}

export function thermostatData(number: number): string {
  return JSON.stringify({
    dateTime: '01.01.2026 00:00',
    dampedoutdoortemp: -1,
    building: 'medium',
    lastcode: '',
    hc1: {
      seltemp: 21,
      currtemp: 20.5 + (number % 3) / 10,
      mode: 'auto',
      modetype: 'comfort',
      manualtemp: 21,
      comforttemp: 21,
      ecotemp: 17,
      tempautotemp: -1,
      targetflowtemp: 55,
      summermode: 'winter',
      summersetmode: 'auto',
      summertemp: 16,
      boost: 'off',
    },
    dhw: { mode: 'own prog', charge: 'off', chargeduration: 60 },
  });
}

function enumeration(circuit: string, name: string, options: readonly string[]) {
  return { name, circuit, enum: options, type: 'enum', readable: true, writeable: true, visible: true };
}
function degrees(circuit: string, name: string) {
  return { name, circuit, type: 'number', min: 5, max: 30, uom: '°C', readable: true, writeable: true };
}
/** About as many as a small boiler has; most have no place in the catalogue. */
const OTHERS = Array.from({ length: 60 }, (_, index) => ({
  name: `value${index}`,
  fullname: `a value with a name of usual length, number ${index}`,
  type: 'number',
  uom: '%',
  readable: true,
  writeable: false,
  visible: true,
}));

/** Answers to `<device>/entities`. */
export const ENTITIES: Readonly<Record<string, string>> = {
  boiler: JSON.stringify([
    { name: 'curflowtemp', type: 'number', uom: '°C', writeable: false },
    { ...degrees('dhw', 'seltemp'), min: 30, max: 80 },
    { name: 'burngas', type: 'boolean', bool: true, value: 'on', writeable: false },
    ...OTHERS,
  ]),
  thermostat: JSON.stringify([
    enumeration('hc1', 'mode', ['manual', 'auto']),
    enumeration('dhw', 'mode', ['off', 'normal', 'comfort', 'auto', 'own prog']),
    enumeration('hc1', 'summersetmode', ['summer', 'auto', 'winter']),
    ...['manualtemp', 'comforttemp', 'ecotemp', 'tempautotemp'].map((name) => degrees('hc1', name)),
    ...OTHERS,
  ]),
};
