import { entriesOf } from '../tree/fields.ts';

/** A resource that a double serves; tests change its fields as an appliance would. */
export type Resource = Record<string, unknown> & { readonly id: string };

/** How a double treats one path. */
export interface Trouble {
  readonly status?: 403 | 404 | 500;
  readonly delayMs?: number;
}

/** The resource tree of a gateway double, with what the real one does badly. */
export class ServedTree {
  readonly #resources = new Map<string, Resource>();
  readonly #troubles = new Map<string, Trouble>();

  /** Resources in any nesting of lists, as recorded trees are. */
  constructor(content: unknown) {
    this.#take(content);
  }

  /** Every branch with what is directly below it: a recorded tree may have left out some of both. */
  addBranches(): void {
    const children = new Map<string, Set<string>>();
    for (const path of this.paths()) {
      const parts = path.split('/');
      for (let depth = 2; depth < parts.length; depth += 1) {
        const branch = parts.slice(0, depth).join('/');
        children.set(branch, (children.get(branch) ?? new Set()).add(parts.slice(0, depth + 1).join('/')));
      }
    }
    for (const [id, below] of children) {
      const known = this.#resources.get(id);
      if (known && known['type'] !== 'refEnum') continue;
      const references = [...below].map((child) => ({ id: child, uri: `http://192.0.2.50${child}` }));
      this.#resources.set(id, { id, type: 'refEnum', writeable: 0, recordable: 0, references });
    }
  }

  get(path: string): Resource | undefined {
    return this.#resources.get(path);
  }

  /** The value of a leaf from now on. */
  set(path: string, value: unknown): void {
    const resource = this.#resources.get(path);
    if (!resource) throw new Error(`the double has no ${path}`);
    const field = 'values' in resource ? 'values' : 'switchPoints' in resource ? 'switchPoints' : 'value';
    this.#resources.set(path, { ...resource, [field]: value });
  }

  /** Undefined: the path is served well again. */
  trouble(path: string, trouble: Trouble | undefined): void {
    if (trouble) this.#troubles.set(path, trouble);
    else this.#troubles.delete(path);
  }

  troubleOf(path: string): Trouble {
    return this.#troubles.get(path) ?? {};
  }

  paths(): string[] {
    return [...this.#resources.keys()];
  }

  #take(content: unknown): void {
    if (Array.isArray(content)) {
      for (const entry of content) this.#take(entry);
      return;
    }
    const resource = Object.fromEntries(entriesOf(content));
    if (typeof resource['id'] === 'string')
      this.#resources.set(resource['id'], { ...resource, id: resource['id'] });
  }
}
