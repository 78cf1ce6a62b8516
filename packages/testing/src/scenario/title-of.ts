import type { Step } from './schema.ts';
import type { Variables } from './variables.ts';

/** What a step is called in a report: its title, else its word and what belongs to it. */
export function titleOf({ kind, step }: Step, variables: Variables): string {
  if (step.title !== undefined) return step.title;
  const content = filled((step as Readonly<Record<string, unknown>>)[kind], variables);
  if (kind === 'request') return String(content);
  if (typeof content !== 'object' || content === null) return `${kind} ${String(content)}`;
  const parts = Object.entries(content).filter(([, value]) => typeof value !== 'object');
  return `${kind} ${parts.map(([name, value]) => `${name} ${String(value)}`).join(', ')}`;
}

function filled(content: unknown, variables: Variables): unknown {
  try {
    return variables.resolve(content);
  } catch {
    // The step says what is wrong with it.
    return content;
  }
}
