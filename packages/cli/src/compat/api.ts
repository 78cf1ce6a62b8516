import { readFileSync } from 'node:fs';
import { PROBLEMS, type Origin } from '@hearthgate/wire';
import type { Schema } from './schema-diff.ts';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly origin: Origin;
  /** It needs the company's key. */
  readonly secured: boolean;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  /** By status; a media type without a schema is not JSON. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
}

/** `api.json`, made from the OpenAPI document by `npm run generate`. */
export interface Api {
  readonly routes: readonly Route[];
  /** Of every refusal. */
  readonly problem: Schema;
}

export interface Match {
  readonly route: Route;
  readonly variables: Readonly<Record<string, string>>;
}

/** Refusals that the reference documents; the other statuses are our decision. */
export const DOCUMENTED_STATUSES: ReadonlySet<number> = new Set([403, 429, 451]);
export const REFUSAL_STATUSES: ReadonlySet<number> = new Set(
  Object.values(PROBLEMS).map(({ status }) => status),
);

export function loadApi(): Api {
  return JSON.parse(readFileSync(new URL('api.json', import.meta.url), 'utf8')) as Api;
}

/** Finds routes by the paths of requests. */
export class Router {
  readonly #routes: readonly { route: Route; pattern: RegExp }[];

  constructor({ routes }: Api) {
    this.#routes = routes
      // `/hvacs/x/commands` is no command named so: fewer variables win.
      .toSorted((a, b) => variablesIn(a) - variablesIn(b))
      .map((route) => ({ route, pattern: patternOf(route.path) }));
  }

  /** The shortest thing before a path of ours that makes the whole path one of them; undefined: it is none. */
  prefixOf(path: string): string | undefined {
    const prefixes = this.#routes.flatMap(({ pattern }) => pattern.exec(path)?.groups?.['prefix'] ?? []);
    return prefixes.toSorted((a, b) => a.length - b.length)[0];
  }

  match(method: string, path: string): Match | undefined {
    for (const { route, pattern } of this.#routes) {
      const found = route.method === method ? pattern.exec(path) : null;
      if (found?.groups?.['prefix'] !== '') continue;
      const { prefix: _, ...variables } = found.groups;
      return { route, variables: mapValues(variables, decode) };
    }
    return undefined;
  }

  /** Methods that a path of ours has. */
  methodsOf(path: string): string[] {
    return this.#routes
      .filter(({ pattern }) => pattern.exec(path)?.groups?.['prefix'] === '')
      .map(({ route }) => route.method);
  }
}

function patternOf(path: string): RegExp {
  const own = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^(?<prefix>.*?)${own}$`);
}

function variablesIn({ path }: Route): number {
  return path.split('{').length;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function mapValues(values: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, change(text)]));
}
