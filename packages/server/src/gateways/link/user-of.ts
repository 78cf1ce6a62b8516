const JAIL = /^gw\/([0-9]{9})\//;

/** The gateway whose topic this is, or whose topics a subscription means alone. */
export function userOf(topic: string): string | undefined {
  return JAIL.exec(topic)?.[1];
}
