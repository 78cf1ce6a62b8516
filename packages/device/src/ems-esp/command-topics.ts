import type { VirtualHouse } from '../house/virtual-house.ts';
import { Waiters } from '../gateway/waiters.ts';
import { entitiesAnswer, entityAnswer, spelledName, spelledTag, type EmsPublish } from './ems-payloads.ts';
import { DEVICE_ENTITIES, type DeviceEntity } from './entity-table.ts';
import { parseCommand } from './render.ts';
import type { EmsEspSettings } from './settings.ts';

interface Outside {
  /** Called only with "send response". */
  readonly respond: (text: string) => void;
  /** A write took effect. */
  readonly changed: () => void;
  readonly ignores: () => boolean;
  readonly refuses: () => boolean;
  /** Carries a write out when the appliance comes to it. */
  readonly inTime: (write: () => void) => void;
}

/** Messages that are remembered. */
const REMEMBERED = 1_000;

/** What the device makes of messages to its command topics. */
export class CommandTopics {
  readonly #house: VirtualHouse;
  readonly #settings: EmsEspSettings;
  readonly #outside: Outside;
  readonly #waiters = new Waiters();
  readonly received: EmsPublish[] = [];

  constructor(house: VirtualHouse, settings: EmsEspSettings, outside: Outside) {
    this.#house = house;
    this.#settings = settings;
    this.#outside = outside;
  }

  /** Resolves when both devices were asked for their entities. */
  asked(timeoutMs: number): Promise<void> {
    const isAsked = (device: string) => this.received.some(({ topic }) => topic === `${device}/entities`);
    return this.#waiters.wait(
      () => isAsked('boiler') && isAsked('thermostat'),
      timeoutMs,
      () => 'nobody asked for the entities',
    );
  }

  receive(topic: string, payload: string): void {
    this.received.push({ topic, payload });
    if (this.received.length > REMEMBERED) this.received.shift();
    const [device = '', ...path] = topic.split('/');
    if (path.length === 0) this.#json(device, payload);
    else if (payload === '') this.#read(device, path);
    else this.#write(device, path, valueOf(payload));
    this.#waiters.check();
  }

  /** `thermostat` with `{"cmd":"mode","data":"auto","hc":1}`. */
  #json(device: string, payload: string): void {
    const body = parse(payload);
    const name = body?.['cmd'] ?? body?.['entity'];
    const value = body?.['data'] ?? body?.['value'];
    if (typeof name !== 'string' || value === undefined)
      return this.#fail(`no command in ${device}`, 'Error');
    const circuit = body?.['hc'] === undefined ? [] : [`hc${textOf(body['hc'])}`];
    this.#write(device, [...circuit, name], textOf(value));
  }

  #read(device: string, path: readonly string[]): void {
    const name = path.at(-1) ?? '';
    if (name === 'entities')
      return this.#respond(JSON.stringify(entitiesAnswer(device, this.#house, this.#settings)));
    const entity = this.#find(device, path);
    if (!entity) return this.#fail(`no '${name}' in ${device}`, 'Not Found');
    this.#respond(JSON.stringify(entityAnswer(entity, this.#house, this.#settings)));
  }

  #write(device: string, path: readonly string[], text: string): void {
    const entity = this.#find(device, path);
    const name = path.at(-1) ?? '';
    if (!entity?.writeable || this.#settings.readOnly)
      return this.#fail(`no '${name}' in ${device}`, 'Not Found');
    const value = parseCommand(entity, text, this.#settings);
    if (value === undefined) return this.#fail(`invalid value for '${name}'`, 'Invalid');
    if (this.#outside.refuses()) return this.#fail(`'${name}': not accepted`, 'Error');
    if (this.#outside.ignores()) return;
    const apply = () => {
      const result = this.#house.write(entity.leaf, value);
      if (result.status === 'REFUSED') this.#fail(`'${name}': ${result.error}`, 'Error');
      // A successful write is answered by nothing but the new values.
      else this.#outside.changed();
    };
    if (this.#settings.latencyMs > 0) setTimeout(apply, this.#settings.latencyMs);
    else this.#outside.inTime(apply);
  }

  /** Without a circuit a thermostat's entity is that of `hc1`. */
  #find(device: string, path: readonly string[]): DeviceEntity | undefined {
    const name = path.at(-1);
    const tag = path.length > 1 ? path[0] : undefined;
    const named = DEVICE_ENTITIES.filter(
      (entity) => entity.device === device && spelledName(entity, this.#settings) === name,
    );
    if (tag !== undefined) return named.find((entity) => spelledTag(entity, this.#settings) === tag);
    return (
      named.find((entity) => spelledTag(entity, this.#settings) === '') ??
      named.find(({ tag: own }) => own === 'hc1')
    );
  }

  #fail(what: string, kind: 'Not Found' | 'Error' | 'Invalid'): void {
    this.#respond(`MQTT command failed with error ${what} (${kind})`);
  }

  #respond(text: string): void {
    if (this.#settings.sendResponse) this.#outside.respond(text);
  }
}

/** Raw, or `{"value":52}`. */
function valueOf(payload: string): string {
  const body = parse(payload);
  return body?.['value'] === undefined ? payload : textOf(body['value']);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(payload: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(payload);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
