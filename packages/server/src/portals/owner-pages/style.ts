import { lookCss } from '@hearthgate/wire/looks';

export const STYLE_PATH = '/owner/style.css';

/** The one stylesheet of the owner's pages: narrow column, system fonts, colours by the screen's preference. */
export const STYLE = `${lookCss()}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;font:1rem/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;
color:var(--ink);background:var(--ground);overflow-wrap:break-word}
header{background:linear-gradient(90deg,var(--accent),color-mix(in oklab,var(--accent) 20%,transparent)) top/100% 3px no-repeat;padding:1.5rem 1.25rem 1rem;text-align:center}
.brand{font-size:1.0625rem;font-weight:660;letter-spacing:-.015em}
main{width:100%;max-width:36rem;margin:0 auto;padding:2rem;background:var(--surface);border:1px solid var(--line);border-radius:1rem}
footer{flex:1;width:100%;max-width:36rem;margin:0 auto;padding:1rem 1.25rem 2.5rem;color:var(--ink-soft);font-size:.9375rem}
h1{margin:0 0 .5rem;font-size:1.5rem;font-weight:620;line-height:1.25;letter-spacing:-.011em;text-wrap:balance}
h2,legend,.label{font-size:1.0625rem;font-weight:600;line-height:1.35}
h2{margin:2rem 0 .25rem}
p{margin:.25rem 0}
.lead{color:var(--ink-soft);margin-bottom:1.25rem}
.hint,.small{color:var(--ink-soft);font-size:.9375rem}
.small{margin-top:1.5rem}
fieldset,fieldset+.field{margin-top:1.75rem}
fieldset{margin-inline:0;margin-bottom:0;padding:0;border:0;min-width:0}
legend{padding:0;margin-bottom:.125rem}
.field{margin-top:1.25rem}
.label{display:block;margin-bottom:.25rem}
.field .hint{margin:.375rem 0 0}
input:not([type=radio],[type=checkbox],[type=hidden]){display:block;width:100%;min-height:3rem;padding:.5rem .75rem;font:inherit;
color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.625rem}
input[type=date]:not(:disabled){max-width:14rem}
input[type=radio],input[type=checkbox]{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
.choice{display:flex;gap:.75rem;margin-top:.5rem;padding:.75rem .875rem;border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice b{display:block;font-weight:600}
.choice .hint{display:block}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.5rem 1rem;font:inherit;
font-weight:600;text-align:center;text-wrap:balance;text-decoration:none;color:var(--ink);background:var(--surface);border:1px solid var(--edge);border-radius:.625rem;cursor:pointer}
button.main,.button.main{color:var(--on-accent);background:var(--accent);border-color:transparent}
button:hover,.button:hover{background:color-mix(in oklab,var(--ink) 5%,var(--surface))}
button.main:hover,.button.main:hover{background:color-mix(in oklab,var(--ink) 14%,var(--accent))}
a:not(.button){color:var(--accent);text-underline-offset:.2em}
::selection{background:color-mix(in oklab,var(--accent) 25%,transparent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:1.25rem}
form>button,.field+button,.stack{margin-top:1.25rem}
details{margin-top:1rem}
summary{padding:.5rem 0;font-weight:600;color:var(--accent);cursor:pointer}
.apart h2{margin-top:0}
.apart{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.text{margin-top:.5rem;padding:.875rem 1rem;background:var(--ground);border-radius:.5rem;white-space:pre-line}
.text p+p{margin-top:.75rem}
.notice{margin:1rem 0;padding:.75rem 1rem;color:var(--bad);background:var(--bad-ground);border-inline-start:3px solid var(--bad);border-radius:.375rem;font-weight:560}
.faults{margin:.5rem 0;padding-left:1.25rem;font-size:.9375rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:.9em}
.who{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between}
.who button.plain{width:auto;min-height:2.75rem;margin:0;padding:0;border:0;color:inherit;background:none;font-weight:400;text-decoration:underline}
@media(max-width:40rem){main{padding:1.5rem 1.25rem 2rem;border-width:1px 0;border-radius:0}}
@media(forced-colors:active){.choice:has(:checked){outline:2px solid Highlight}}
`;
