/** Pages of this very address, port included (another port of this machine is another site), or of one of `ours`. */
export function isSameOrigin(origin: string, host: string | undefined, ours: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const { host: originHost, origin: normal } = new URL(origin);
  return originHost === host?.toLowerCase() || ours.some((url) => new URL(url).origin === normal);
}
