/** Width of a line in this repository. */
const WIDTH = 110;

/** JSON as the formatter leaves it: what holds only words and numbers in one line where it fits, the rest over several. */
export function readableJson(value: unknown, indent = '', before = 0): string {
  const line = inOneLine(value);
  if (line !== undefined && (!isObject(value) || indent.length + before + line.length < WIDTH)) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + readableJson(item, inner)).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value ?? {}).map(([key, field]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + readableJson(field, inner, name.length);
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

/** Undefined where the formatter would break it, or where nobody could read it. */
function inOneLine(value: unknown): string | undefined {
  if (!isObject(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const isTable = value.length > 1 && value.every((item) => isObject(item) && Object.keys(item).length > 1);
    const items = value.map(inOneLine);
    return isTable || items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return '{}';
  if (fields.some(([, field]) => isObject(field))) return undefined;
  return `{ ${fields.map(([key, field]) => `${JSON.stringify(key)}: ${JSON.stringify(field)}`).join(', ')} }`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
