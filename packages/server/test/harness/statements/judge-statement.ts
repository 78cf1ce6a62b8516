import { child, children, isNode, text, walk, type TreeNode, type TreeValue } from './node-tree.ts';

/** How Citus would run a statement. */
export type Judgement =
  /** Tables of the coordinator alone. */
  | { readonly kind: 'LOCAL' }
  /** The distribution column has one value: one shard, where everything works that PostgreSQL does. */
  | { readonly kind: 'ONE_SHARD' }
  /** Works, on several shards. */
  | { readonly kind: 'SEVERAL_SHARDS'; readonly tables: readonly string[] }
  /** Would be refused, or moves tables over the network. */
  | { readonly kind: 'REFUSED'; readonly tables: readonly string[]; readonly why: string };

export interface Catalogue {
  /** By the number of a table; those that are not distributed have no column. */
  readonly tables: ReadonlyMap<
    string,
    { readonly name: string; readonly column?: { readonly name: string; readonly no: string } }
  >;
  /** By the number of a function: `i`mmutable, `s`table, `v`olatile. */
  readonly volatility: ReadonlyMap<string, string>;
  /** By the number of a type: whether its text depends on settings (times) or not. */
  readonly textVolatility: ReadonlyMap<string, string>;
}

interface Scope {
  readonly query: TreeNode;
  readonly id: number;
  readonly outer: Scope | undefined;
}
interface Source {
  readonly scope: Scope;
  readonly name: string;
  readonly group: string;
  /** The distribution column as a term. */
  readonly term: string;
}

const COMMAND = { select: '1', update: '2', insert: '3', delete: '4' } as const;
const RTE = { relation: '0', subquery: '1', values: '5', cte: '6' } as const;
const CASTS = new Set(['RELABELTYPE', 'COERCETODOMAIN']);

/** By the rules of Citus 11 and newer, as its planner and its documentation state them. */
export function judge(root: TreeNode, same: readonly number[], catalogue: Catalogue): Judgement {
  const reading = new Reading(catalogue, same);
  reading.read(root);
  const { sources } = reading;
  if (sources.length === 0) return { kind: 'LOCAL' };
  const tables = [...new Set(sources.map(({ name }) => name))].toSorted();
  const refuse = (why: string): Judgement => ({ kind: 'REFUSED', tables, why });
  const functions = reading.functionsRefused();
  if (functions !== undefined) return refuse(functions);
  if (reading.insertsWithoutColumn) return refuse('inserts without the distribution column');
  if (reading.movesRows) return refuse('changes the distribution column');
  if (new Set(sources.map(({ group }) => group)).size > 1)
    return refuse('joins tables of gateways with tables of companies');
  const classes = new Set(sources.map(({ term }) => reading.find(term)));
  if (classes.size === 1 && reading.isFixed(sources[0]?.term ?? '')) {
    return reading.hasLocal && sources.some(({ scope }) => reading.joinsLocal(scope))
      ? refuse('joins distributed tables with local ones')
      : { kind: 'ONE_SHARD' };
  }
  if (sources.some(({ scope }) => reading.joinsLocal(scope)))
    return refuse('joins distributed tables with local ones');
  if (sources.some(({ scope }) => children(scope.query, 'rowMarks').length > 0))
    return refuse('locks rows of several shards (FOR UPDATE)');
  if (sources.some((source) => reading.isCorrelatedElsewhere(source)))
    return refuse('a subquery for each row that is not tied to the distribution column');
  for (const scope of new Set(sources.map((source) => source.scope))) {
    const here = sources.filter((source) => source.scope === scope);
    if (new Set(here.map(({ term }) => reading.find(term))).size > 1)
      return refuse('joins not by the distribution column');
  }
  return { kind: 'SEVERAL_SHARDS', tables };
}

/** What a statement is made of: the distributed tables in it, and which columns are equal. */
class Reading {
  readonly sources: Source[] = [];
  hasLocal = false;
  insertsWithoutColumn = false;
  movesRows = false;
  readonly #catalogue: Catalogue;
  readonly #parents = new Map<string, string>();
  readonly #scopes: Scope[] = [];
  readonly #locals = new Set<Scope>();

  constructor(catalogue: Catalogue, same: readonly number[]) {
    this.#catalogue = catalogue;
    same.forEach((first, index) => this.#unite(`param:${index + 1}`, `param:${first}`));
  }

  read(query: TreeNode, outer?: Scope): void {
    const scope: Scope = { query, id: this.#scopes.length, outer };
    this.#scopes.push(scope);
    for (const cte of children(query, 'cteList')) {
      const inner = child(cte, 'ctequery');
      if (inner) this.read(inner, scope);
    }
    children(query, 'rtable').forEach((entry, index) => {
      this.#readEntry(scope, entry, String(index + 1));
    });
    this.#readEqualities(scope, query.fields.get('jointree'));
    this.#readWrites(scope);
    const isQuery = (node: TreeNode) =>
      node.tag !== 'QUERY' && node.tag !== 'RANGETBLENTRY' && node.tag !== 'COMMONTABLEEXPR';
    for (const [name, values] of query.fields)
      if (name !== 'cteList' && name !== 'rtable')
        for (const value of values)
          for (const node of walk(value, isQuery)) if (node.tag === 'QUERY') this.read(node, scope);
  }

  find(term: string): string {
    const parent = this.#parents.get(term) ?? term;
    return parent === term ? term : this.find(parent);
  }

  isFixed(term: string): boolean {
    const root = this.find(term);
    return [...this.#parents.keys()].some((each) => /^(param|const)/.test(each) && this.find(each) === root);
  }

  joinsLocal(scope: Scope): boolean {
    return this.#locals.has(scope);
  }

  /** True where the query of a source looks at a row around it, and that row is not of the same gateway or company. */
  isCorrelatedElsewhere({ scope, term }: Source): boolean {
    if (scope.outer === undefined || text(scope.query, 'commandType') !== COMMAND.select) return false;
    const isCorrelated = [...walk(scope.query)].some(
      ({ tag, fields }) => tag === 'VAR' && Number(fields.get('varlevelsup')?.[0]) > 0,
    );
    if (!isCorrelated) return false;
    const around = this.sources.filter((source) => source.scope === scope.outer);
    const isTied = around.some((source) => this.find(source.term) === this.find(term));
    return !isTied || child(scope.query, 'limitCount') !== undefined;
  }

  /** Functions that Citus does not take where rows are changed. */
  functionsRefused(): string | undefined {
    for (const { query } of this.#scopes) {
      const command = text(query, 'commandType');
      if (command === COMMAND.select || !this.#isDistributed(query)) continue;
      const conflict = child(query, 'onConflict');
      const sets =
        conflict === undefined
          ? []
          : children(conflict, 'onConflictSet').filter((each) => child(each, 'expr')?.tag !== 'VAR');
      if (sets.some((set) => this.#worst(set) !== 'i'))
        return 'a function that is not immutable in ON CONFLICT DO UPDATE';
      if (conflict && this.#worst(conflict.fields.get('onConflictWhere')) !== 'i')
        return 'a function that is not immutable in ON CONFLICT WHERE';
      if (this.#worst(query.fields.get('returningList')) !== 'i')
        return 'a function that is not immutable in RETURNING';
      if (command === COMMAND.insert) continue;
      const where = [query.fields.get('targetList'), query.fields.get('jointree')];
      if (where.some((part) => this.#worst(part) === 'v')) return 'a volatile function in UPDATE or DELETE';
      for (const part of where)
        for (const node of walk(part))
          if (
            this.#volatility(node) === 's' &&
            [...walk([...node.fields.values()].flat())].some(({ tag }) => tag === 'VAR')
          )
            return 'a stable function of a column in UPDATE or DELETE';
    }
    return undefined;
  }

  #isDistributed(query: TreeNode): boolean {
    const target = children(query, 'rtable')[Number(text(query, 'resultRelation')) - 1];
    return target !== undefined && this.#catalogue.tables.get(text(target, 'relid'))?.column !== undefined;
  }

  #readEntry(scope: Scope, entry: TreeNode, no: string): void {
    if (text(entry, 'rtekind') === RTE.relation) {
      const table = this.#catalogue.tables.get(text(entry, 'relid'));
      if (table === undefined) return;
      const { name, column } = table;
      const isConflictRow =
        text(scope.query, 'commandType') === COMMAND.insert && no !== text(scope.query, 'resultRelation');
      if (column === undefined) {
        this.hasLocal = true;
        this.#locals.add(scope);
      } else if (!isConflictRow)
        this.sources.push({ scope, name, group: column.name, term: `v:${scope.id}:${no}:${column.no}` });
    }
    const inner = text(entry, 'rtekind') === RTE.subquery ? child(entry, 'subquery') : undefined;
    if (inner) this.read(inner, scope);
  }

  /** Equal by WHERE and ON of inner joins; what stands under OR or NOT says nothing. */
  #readEqualities(scope: Scope, tree: readonly TreeValue[] | undefined): void {
    const isUnder = (node: TreeNode) =>
      !['SUBLINK', 'QUERY', 'SCALARARRAYOPEXPR', 'CASEEXPR', 'COALESCEEXPR', 'FUNCEXPR'].includes(node.tag) &&
      !(node.tag === 'BOOLEXPR' && text(node, 'boolop') !== 'and');
    for (const node of walk(tree, isUnder)) {
      if (node.tag !== 'OPEXPR' || !this.#isEquality(node)) continue;
      const [left, right] = children(node, 'args').map((each) => this.#term(scope, each));
      if (left !== undefined && right !== undefined) this.#unite(left, right);
    }
  }

  /** = for integers and texts of every width. */
  #isEquality(node: TreeNode): boolean {
    return ['96', '98', '94', '410', '15', '416', '532', '533'].includes(text(node, 'opno'));
  }

  #term(scope: Scope, expression: TreeNode): string | undefined {
    if (CASTS.has(expression.tag)) {
      const inner = child(expression, 'arg');
      return inner && this.#term(scope, inner);
    }
    if (expression.tag === 'PARAM') return `param:${text(expression, 'paramid')}`;
    if (expression.tag === 'CONST') return `const:${JSON.stringify(expression.fields.get('constvalue'))}`;
    if (expression.tag !== 'VAR') return undefined;
    let owner: Scope | undefined = scope;
    for (let up = Number(text(expression, 'varlevelsup')); up > 0; up -= 1) owner = owner?.outer;
    return owner && this.#column(owner, text(expression, 'varno'), text(expression, 'varattno'));
  }

  /** A column of a subquery is the column that it selects. */
  #column(scope: Scope, no: string, column: string): string | undefined {
    const entry = children(scope.query, 'rtable')[Number(no) - 1];
    if (entry === undefined) return undefined;
    const kind = text(entry, 'rtekind');
    const inner =
      kind === RTE.subquery
        ? child(entry, 'subquery')
        : kind === RTE.cte
          ? this.#cte(scope, entry)
          : undefined;
    const innerScope = inner && this.#scopes.find(({ query }) => query === inner);
    if (!inner || !innerScope) return `v:${scope.id}:${no}:${column}`;
    const list = text(inner, 'commandType') === COMMAND.select ? 'targetList' : 'returningList';
    const selected = children(inner, list)[Number(column) - 1];
    const expression = selected && child(selected, 'expr');
    return (expression && this.#term(innerScope, expression)) ?? `v:${scope.id}:${no}:${column}`;
  }

  #cte(scope: Scope, entry: TreeNode): TreeNode | undefined {
    let owner: Scope | undefined = scope;
    for (let up = Number(text(entry, 'ctelevelsup')); up > 0; up -= 1) owner = owner?.outer;
    const found =
      owner &&
      children(owner.query, 'cteList').find((cte) => text(cte, 'ctename') === text(entry, 'ctename'));
    return found && child(found, 'ctequery');
  }

  #readWrites(scope: Scope): void {
    const command = text(scope.query, 'commandType');
    const target = children(scope.query, 'rtable')[Number(text(scope.query, 'resultRelation')) - 1];
    const column = target && this.#catalogue.tables.get(text(target, 'relid'))?.column;
    if (!column) return;
    const written = children(scope.query, 'targetList').find((each) => text(each, 'resno') === column.no);
    const expression = written && child(written, 'expr');
    if (command === COMMAND.update && written && text(written, 'resjunk') !== 'true') this.movesRows = true;
    if (command !== COMMAND.insert) return;
    if (expression === undefined) this.insertsWithoutColumn = true;
    const term = expression && this.#term(scope, expression);
    if (term !== undefined)
      this.#unite(`v:${scope.id}:${text(scope.query, 'resultRelation')}:${column.no}`, term);
  }

  #unite(one: string, other: string): void {
    for (const term of [one, other]) if (!this.#parents.has(term)) this.#parents.set(term, term);
    this.#parents.set(this.find(one), this.find(other));
  }

  #volatility(node: TreeNode): string {
    const id = node.fields.get('funcid') ?? node.fields.get('opfuncid');
    const number = typeof id?.[0] === 'string' ? id[0] : undefined;
    if (number !== undefined) return this.#catalogue.volatility.get(number) ?? 'i';
    if (node.tag === 'SQLVALUEFUNCTION') return 's';
    if (node.tag !== 'COERCEVIAIO') return 'i';
    const from = child(node, 'arg');
    const types = [
      text(node, 'resulttype'),
      from && (text(from, 'vartype') || text(from, 'paramtype') || text(from, 'consttype')),
    ];
    return types.some((type) => this.#catalogue.textVolatility.get(type ?? '') === 's') ? 's' : 'i';
  }

  #worst(value: TreeValue | undefined): 'i' | 's' | 'v' {
    let worst: 'i' | 's' | 'v' = 'i';
    if (isNode(value) || Array.isArray(value))
      for (const node of walk(value)) {
        const one = this.#volatility(node);
        if (one === 'v') return 'v';
        if (one === 's') worst = 's';
      }
    return worst;
  }
}
