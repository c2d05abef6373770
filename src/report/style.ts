/** The page's style sheet. Denied is told by words and place as well as by colour. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--text:#1d2125;--soft:#5c656e;--line:#dfe2e5;--ok:#2a6fb8;--bad:#c2331f;--warn:#8a5a00;--code:#f0f1f2}
@media (prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1e2125;--text:#e4e6e8;--soft:#9aa3ab;--line:#343a40;--ok:#6aaef2;--bad:#ff8370;--warn:#e6b450;--code:#282c31}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1200px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:24px;margin:0 0 12px}
h2{font-size:17px;margin:0 0 8px}
p{margin:0 0 10px;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px;margin:16px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 14px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.tiles{display:flex;flex-wrap:wrap;gap:10px;list-style:none;margin:0;padding:0}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 16px;color:var(--soft)}
.tiles b{display:block;font-size:22px;line-height:1.3;color:var(--text);font-variant-numeric:tabular-nums}
.tiles .denied b,code.denied{color:var(--bad)}.tiles .audited b,code.audited,.warning{color:var(--warn)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:860px}
th,td{text-align:left;vertical-align:top;padding:6px 18px 6px 0;border-top:1px solid var(--line);overflow-wrap:anywhere;min-width:4.5em}
th{border-top:0;color:var(--soft);font-weight:600;font-size:13px;white-space:nowrap}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
small{display:block;color:var(--soft);overflow-wrap:anywhere}
pre,.copy{background:var(--code);border-radius:4px}
.copy{user-select:all;-webkit-user-select:all}
code.copy{padding:1px 5px}td:has(code.copy){min-width:15em}td:first-child:has(code){min-width:13em}
pre{margin:0;padding:12px 14px;overflow-x:auto}
svg{display:block;width:100%;max-width:900px;height:auto}
svg text{fill:var(--text);font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
svg .value{fill:var(--soft);font-size:11px}
svg .bar,svg .allowed{fill:var(--ok)}svg .denied{fill:var(--bad)}svg .axis{stroke:var(--line)}
.key{display:inline-block;width:11px;height:11px;border-radius:2px;margin:0 5px 0 0}.key+.key,.legend .denied{margin-left:12px}
.key.allowed{background:var(--ok)}.key.denied{background:var(--bad)}
@media print{body{background:#fff}section{break-inside:avoid}}
`.trim();
