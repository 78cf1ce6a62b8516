/** What `${name}` stands for in a scenario; names may lead into what was saved: `${spare.gatewayId}`. */
export class Variables {
  readonly #values = new Map<string, () => unknown>();

  set(name: string, value: unknown): void {
    this.#values.set(name, () => value);
  }

  /** For what changes: looked up at each use. */
  define(name: string, value: () => unknown): void {
    this.#values.set(name, value);
  }

  /** A copy with every variable replaced; text that is one variable alone becomes its value, with its type. */
  resolve<T>(value: T): T {
    return this.#resolve(value) as T;
  }

  #resolve(value: unknown): unknown {
    if (typeof value === 'string') return this.#resolveText(value);
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#resolve(inner)]));
  }

  #resolveText(text: string): unknown {
    const alone = /^\$\{([^}]+)\}$/.exec(text);
    if (alone) return this.#look(alone[1] ?? '');
    return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => String(this.#look(name)));
  }

  #look(path: string): unknown {
    const [name = '', ...inner] = path.split('.');
    const known = this.#values.get(name);
    if (!known) {
      const names = [...this.#values.keys()].join(', ');
      throw new Error(`there is no variable \${${path}}; there are ${names}`);
    }
    let value = known();
    for (const part of inner) value = Object(value)[part];
    if (value === undefined) throw new Error(`\${${path}} has no value: ${name} has no ${inner.join('.')}`);
    return value;
  }
}

/** The value that a JSON pointer leads to; undefined where there is none. */
export function pointedAt(value: unknown, pointer: string): unknown {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>(
    (inner, part) => Object(inner)[part.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}
