import type { LinkValue } from '@hearthgate/wire';
import type { DeviceEntity } from './entity-table.ts';
import type { EmsEspSettings } from './settings.ts';
import { translated } from './words.ts';

/** A value of the house as this device shows it; undefined: the key is absent, as for a sensor that is not there. */
export function render(entity: DeviceEntity, value: LinkValue, settings: EmsEspSettings): unknown {
  const { kind } = entity;
  switch (kind.type) {
    case 'number':
      if (typeof value !== 'number' || value < -1_000) return undefined;
      // A shorted sensor, which the device leaves out like one that is not there.
      if (kind.uom === '°C' && value > 1_000) return undefined;
      return kind.uom === '°C' && settings.fahrenheit ? Math.round((value * 1.8 + 32) * 10) / 10 : value;
    case 'boolean':
      return renderBoolean(value === kind.on, settings);
    case 'enum': {
      // Several options may be one word of the house; the last is the own program.
      const index = kind.ours.findLastIndex((word) => word === value);
      if (index < 0) return undefined;
      return settings.enums === 'index' ? index : translated(kind.options[index] ?? '', settings.language);
    }
    case 'string':
      return value;
  }
}

export function renderBoolean(isOn: boolean, { booleans, language }: EmsEspSettings): unknown {
  switch (booleans) {
    case 'on/off':
      return translated(isOn ? 'on' : 'off', language);
    case 'ON/OFF':
      return translated(isOn ? 'on' : 'off', language).toUpperCase();
    case '"true"/"false"':
      return String(isOn);
    case 'true/false':
      return isOn;
    case '"1"/"0"':
      return isOn ? '1' : '0';
    case '1/0':
      return isOn ? 1 : 0;
  }
}

/** What a command means for the house; undefined for a value that the entity cannot take. */
export function parseCommand(
  { kind }: DeviceEntity,
  text: string,
  settings: EmsEspSettings,
): LinkValue | undefined {
  const word = text.toLowerCase();
  switch (kind.type) {
    case 'number': {
      const given = Number(text);
      if (text.trim() === '' || !Number.isFinite(given)) return undefined;
      const value =
        kind.uom === '°C' && settings.fahrenheit ? Math.round(((given - 32) / 1.8) * 10) / 10 : given;
      const isInside = value >= (kind.min ?? -Infinity) && value <= (kind.max ?? Infinity);
      return isInside ? value : undefined;
    }
    case 'boolean':
      if (['1', 'true', 'on', renderWord('on', settings)].includes(word)) return kind.on;
      return ['0', 'false', 'off', renderWord('off', settings)].includes(word) ? kind.off : undefined;
    case 'enum': {
      const own = kind.options.findIndex((option) => renderWord(option, settings) === word);
      const english = kind.options.indexOf(word);
      return kind.ours[[own, english, /^\d+$/.test(word) ? Number(word) : -1].find((at) => at >= 0) ?? -1];
    }
    case 'string':
      return undefined;
  }
}

function renderWord(word: string, { language }: EmsEspSettings): string {
  return translated(word, language).toLowerCase();
}
