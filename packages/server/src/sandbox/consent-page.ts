/** Where `updateUrl` of a 451 leads in a sandbox: the owner's way out, as a command, since there is no owner portal yet. */
export function consentPage(publicUrl: string, gatewayId: string): string {
  const command = `curl -X POST ${publicUrl}/sandbox/contracts -H 'content-type: application/json' -d '{"gatewayId":"${gatewayId}"}'`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Accept the consent text again</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1d2430;background:#fff}
pre{background:#eef1f5;padding:.8rem;border-radius:.3rem;white-space:pre-wrap;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{color:#e6ebf2;background:#12161c}pre{background:#232a34}}</style></head>
<body><h1>Accept the consent text again</h1>
<p>Remote control of gateway ${gatewayId} waits for its owner to accept the newest consent text.</p>
<p>This sandbox has no owner portal yet. To do as the owner would, run:</p>
<pre>${command}</pre>
<p>Then the same API call works at once.</p></body></html>
`;
}
