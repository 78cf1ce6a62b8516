import type { Driver } from '../driver.ts';
import { readAll } from '../read-all.ts';
import { referencesOf } from '../references-of.ts';
import type { Answer, ResourceClient } from '../resource-client.ts';
import { readHistory } from './history.ts';
import { AT_ONCE, type K40Address, K40Client } from './k40-client.ts';
import { NUMBERED_PARTS, SYSTEM_PATHS } from './paths.ts';
import { plainSignal, resourceOfSignal } from './signals.ts';

/** Of a part's resources so many are tried to learn whether it is there. */
const SIGNS_OF_A_PART = 3;
/** About 90 on a real air/water heat pump. */
const SIGNALS_MAX = 300;

type Place = Pick<K40Address, 'host' | 'port'>;

/** The K 40 RF, also sold as MX400. */
export function k40Driver(address: K40Address, findAgain?: () => Promise<Place | undefined>): Driver {
  const client = new K40Client(address);
  const shown = new ShownResources(client);
  return {
    gatewayType: 'K40',
    client: shown,
    parallel: AT_ONCE,
    discover: () => shown.discover(),
    findAgain: async () => {
      const place = await findAgain?.();
      if (place) client.moveTo(place.host, place.port);
    },
    history: (paths, fromMs, toMs, nowMs) => readHistory(client, paths, fromMs, toMs, nowMs),
  };
}

/** The gateway's resources, with signals in the form of resources. */
class ShownResources implements ResourceClient {
  readonly #client: K40Client;
  /** Signals that stand for a resource which this installation does not have otherwise. */
  #stands = new Map<string, string>();

  constructor(client: K40Client) {
    this.#client = client;
  }

  async get(path: string): Promise<Answer> {
    const answer = await this.#client.get(path);
    return answer.status === 'found' ? { ...answer, resource: this.#plain(path, answer.resource) } : answer;
  }

  async discover(): Promise<Map<string, object>> {
    const found = await readAll(this.#client, SYSTEM_PATHS, AT_ONCE);
    const signs = await readAll(
      this.#client,
      PARTS.flatMap(({ signs: paths }) => paths),
      AT_ONCE,
    );
    const present = PARTS.filter((part) => part.signs.some((path) => signs.has(path)));
    const rest = await readAll(
      this.#client,
      present.flatMap(({ others }) => others),
      AT_ONCE,
    );
    const resources = new Map([...found, ...signs, ...rest]);
    const index = await this.#client.get('/signals');
    const names = index.status === 'found' ? (referencesOf(index.resource) ?? []).slice(0, SIGNALS_MAX) : [];
    const signals = await readAll(this.#client, names, AT_ONCE);
    this.#stands = new Map(
      names.flatMap((name): [string, string][] => {
        const id = resourceOfSignal(name);
        return id === undefined || resources.has(id) ? [] : [[name, id]];
      }),
    );
    for (const [name, signal] of signals) resources.set(name, this.#plain(name, signal));
    return resources;
  }

  #plain(path: string, resource: object): object {
    const id = this.#stands.get(path);
    const plain = path.startsWith('/signals/') ? plainSignal(resource) : resource;
    return id === undefined ? plain : { ...plain, id };
  }
}

/** One circuit, heat source, zone or device that may be there. */
interface Part {
  readonly signs: readonly string[];
  readonly others: readonly string[];
}

const PARTS: readonly Part[] = NUMBERED_PARTS.flatMap(({ base, most, paths }) =>
  Array.from({ length: most }, (_unused, index) => {
    const all = paths.map((name) => `${base}${index + 1}/${name}`);
    return { signs: all.slice(0, SIGNS_OF_A_PART), others: all.slice(SIGNS_OF_A_PART) };
  }),
);
