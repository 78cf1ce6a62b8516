/** A node of PostgreSQL's analysed query, as its catalogue keeps it (`pg_node_tree`): fields by name, each a list of values. */
export interface TreeNode {
  readonly tag: string;
  readonly fields: ReadonlyMap<string, readonly TreeValue[]>;
}
export type TreeValue = TreeNode | readonly TreeValue[] | string;

const TOKEN = /[{}()]|"(?:[^"\\]|\\.)*"|(?:\\.|[^\s{}()])+/g;

export function parseTree(tree: string): TreeValue {
  const tokens = tree.match(TOKEN) ?? [];
  let at = 0;
  const value = (): TreeValue => {
    const token = tokens[at++] ?? ')';
    if (token === '{') return node();
    if (token !== '(') return token;
    const list: TreeValue[] = [];
    while (at < tokens.length && tokens[at] !== ')') list.push(value());
    at += 1;
    return list;
  };
  const node = (): TreeNode => {
    const tag = tokens[at++] ?? '';
    const fields = new Map<string, TreeValue[]>();
    let field: TreeValue[] = [];
    while (at < tokens.length && tokens[at] !== '}') {
      const token = tokens[at] ?? '';
      if (token.startsWith(':') && token.length > 1) {
        field = [];
        fields.set(token.slice(1), field);
        at += 1;
      } else field.push(value());
    }
    at += 1;
    return { tag, fields };
  };
  return value();
}

export function isNode(value: TreeValue | undefined): value is TreeNode {
  return typeof value === 'object' && 'tag' in value;
}

/** A field's text, number or flag. */
export function text(node: TreeNode, field: string): string {
  const [value] = node.fields.get(field) ?? [];
  return typeof value === 'string' ? value : '';
}

/** A field's node, if it has one. */
export function child(node: TreeNode, field: string): TreeNode | undefined {
  const [value] = node.fields.get(field) ?? [];
  return isNode(value) ? value : undefined;
}

/** The nodes of a field's list. */
export function children(node: TreeNode, field: string): TreeNode[] {
  const [value] = node.fields.get(field) ?? [];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** All nodes under a value, itself included; `enter` may keep out what lies under a node. */
export function* walk(
  value: TreeValue | undefined,
  enter: (node: TreeNode) => boolean = () => true,
): Generator<TreeNode> {
  if (value === undefined || typeof value === 'string') return;
  if (!isNode(value)) {
    for (const each of value) yield* walk(each, enter);
    return;
  }
  yield value;
  if (!enter(value)) return;
  for (const field of value.fields.values()) for (const each of field) yield* walk(each, enter);
}
