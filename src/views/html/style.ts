import { shadeCount, tokenStyle } from './tokens.ts';

const shadeRules = Array.from({ length: shadeCount }, (_, index) => index + 1);

const base = `
*{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0}
h1,h2,h3,.lead,.figures dd{font-family:"Iowan Old Style",Charter,"Palatino Linotype",Georgia,"Noto Serif",serif;font-variant-numeric:lining-nums;text-wrap:balance}
h1,h2,h3,p,dl,dd,figure,table{margin:0}
a{color:inherit;text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
bdi{overflow-wrap:anywhere}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:1rem;padding:.3rem .6rem;background:var(--ground);z-index:1}
.page{max-width:1176px;margin:0 auto;padding:0 24px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.mute{color:var(--mute)}
.absent{color:var(--mute);font-style:normal}
`;

const head = `
.mast{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 2rem;padding:14px 0;border-bottom:1px solid var(--rule);color:var(--mute);font-size:13px}
.mast b{color:var(--ink);font-weight:600}
.intro{padding:52px 0 40px}
h1{font-size:17px;font-weight:400;color:var(--mute);line-height:1.4}
.lead{font-size:34px;line-height:1.28;letter-spacing:-.008em;max-width:30em;margin-top:10px}
.contents{padding:0 0 20px;font-size:13px;color:var(--mute)}
.contents ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 18px}
.contents a{text-decoration-color:var(--rule);display:inline-block;padding:3px 0}
`;

const section = `
.part{border-top:1px solid var(--rule);padding:28px 0 44px;display:grid;grid-template-columns:minmax(0,4fr) minmax(0,10fr);gap:0 56px;scroll-margin-top:8px}
.part>*{min-width:0}
.part.wide{grid-template-columns:minmax(0,1fr)}
.part.wide .words{max-width:44em;margin-bottom:24px;position:relative}
.kicker{font-size:13px;color:var(--mute);margin-bottom:4px}
h2{font-size:23px;line-height:1.25;font-weight:400}
h3{font-size:16px;font-weight:600;margin:28px 0 8px;font-family:inherit}
.finding{margin-top:12px;color:var(--ink);max-width:40em;text-wrap:pretty;overflow-wrap:anywhere}
.note{margin-top:10px;font-size:13px;color:var(--mute);max-width:44em;overflow-wrap:anywhere}
.warn{color:var(--warn);font-weight:600}
.chart-title{font-size:13px;color:var(--mute);margin-bottom:6px}
.figures{display:grid;grid-template-columns:repeat(var(--across),minmax(0,1fr));gap:22px 24px}
.figures dt{font-size:13px;color:var(--mute);line-height:1.3}
section .figures dd{font-size:30px;line-height:1.25;white-space:nowrap}
section .figures dd.absent{font-family:inherit;font-size:15px;line-height:2.4}
figure+figure,figure+.scroll{margin-top:24px}
details{margin-top:18px;border-top:1px solid var(--rule)}
summary{cursor:pointer;padding:7px 0;font-size:13px;color:var(--mute);min-height:24px}
summary:hover{color:var(--ink)}
`;

const tables = `
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums lining-nums;font-size:14px;line-height:1.35}
th,td{text-align:left;vertical-align:baseline;padding:6px 0 6px 18px;border-bottom:1px solid var(--rule);font-weight:400}
th:first-child,td:first-child{padding-left:0}
thead th{font-size:12.5px;color:var(--mute);vertical-align:bottom;border-bottom-color:var(--mute)}
thead a{text-decoration:none}
thead a:hover{text-decoration:underline dotted}
th.bar a{display:inline-block;min-width:calc(var(--digits)*1.12);text-align:right}
.num{text-align:right;white-space:nowrap}
.rank{color:var(--mute);width:2.2em}
.rank.num{text-align:left}
.name{overflow-wrap:anywhere;min-width:9em}
td.name,tbody th.name{max-width:22em}
.name small{display:none}
.bar{width:33%}
@media (min-width:641px){.name~.name~.bar{width:27%}}
.bar>div{display:grid;grid-template-columns:var(--digits) minmax(24px,1fr);gap:10px;align-items:center}
.bar span{text-align:right}
.bar svg{height:11px;width:100%;display:block}
.full{font-size:13px}
.full th,.full td{white-space:nowrap}
.full th+th,.full th+td,.full td+th,.full td+td{padding-left:14px}
.full .name{white-space:normal;min-width:11em;max-width:20em}
.full .name.id{min-width:8em;max-width:14em}
.plain td,.plain th{white-space:normal}
.plain .num{white-space:normal}
`;

const charts = `
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-family:inherit;font-size:12.5px;fill:var(--mute);font-variant-numeric:tabular-nums lining-nums}
svg .strong{fill:var(--ink)}
svg .halo{stroke:var(--ground);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.narrow{display:none;max-width:480px}
.mark{fill:var(--accent)}
.mark.off{fill:var(--shade-4)}
.dot{fill:var(--accent);fill-opacity:.5;stroke:var(--accent);stroke-width:1}
.line{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-linejoin:round}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--mute);stroke-width:1}
.s0{fill:none;stroke:var(--rule);stroke-width:1}
.none{fill:none;stroke:var(--rule);stroke-dasharray:2 2}
${shadeRules.map((n) => `.s${n}{fill:var(--shade-${n})}`).join('')}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:10px;font-size:12.5px;color:var(--mute);font-variant-numeric:tabular-nums}
.legend span{display:inline-flex;align-items:center;gap:6px}
.legend svg{width:14px;height:14px;flex:none}
`;

const foot = `
.defs{columns:2;column-gap:56px;font-size:14px}
.defs>div{break-inside:avoid;padding:7px 0;border-bottom:1px solid var(--rule);scroll-margin-top:8px}
.defs>div:target{border-bottom-color:var(--accent);box-shadow:0 1px 0 var(--accent)}
.defs dt{font-weight:600}
.defs dt code{font-weight:400;color:var(--mute);margin-left:.5em}
.defs .unit{color:var(--mute)}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 24px;font-size:14px;margin-top:24px}
.facts dt{color:var(--mute)}
.facts dd{overflow-wrap:anywhere}
footer{border-top:1px solid var(--rule);padding:14px 0 48px;font-size:13px;color:var(--mute)}
`;

const adapted = `
@media (max-width:900px){
.part{grid-template-columns:minmax(0,1fr);gap:20px}
.lead{font-size:28px}
.part.wide .words{margin-bottom:0}
section .figures{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}
}
@media (max-width:640px){
.page{padding:0 16px}
.intro{padding:32px 0 28px}
.lead{font-size:23px}
h2{font-size:21px}
.more{display:none}
.name small{display:block;font-size:12.5px;color:var(--mute)}
td.name,tbody th.name{max-width:none}
.broad{display:none}
.narrow{display:block}
section .figures{grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}
section .figures dd{font-size:24px}
.defs{columns:1}
.facts{grid-template-columns:minmax(0,1fr);gap:0}
.facts dd{margin-bottom:8px}
th,td{padding-left:12px}
.bar{width:46%}
}
@media print{
@page{margin:16mm 14mm}
html{font-size:12px;background:none}
.page{max-width:none;padding:0}
.contents,.skip,details{display:none}
.intro{padding:20px 0}
.lead{font-size:24px}
h2{font-size:18px}
.part{grid-template-columns:minmax(0,1fr);gap:12px;padding:16px 0 22px;break-inside:avoid-page}
.part.long{break-inside:auto}
.scroll{overflow:visible}
.words,h2,h3,.kicker{break-after:avoid}
figure,tr,.facts>*{break-inside:avoid}
table{font-size:11.5px}
section .figures dd{font-size:21px}
section .figures{grid-template-columns:repeat(4,minmax(0,1fr));gap:12px 16px}
.defs{font-size:11px;column-gap:28px}
svg,.bar svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{text-decoration:none}
}
@media (forced-colors:active){
.mark,.mark.off{fill:CanvasText}
.dot,.line{stroke:CanvasText}
.dot{fill:CanvasText}
.grid,.s0,.none{stroke:CanvasText;stroke-opacity:.35}
.axis{stroke:CanvasText}
svg text,svg .strong{fill:CanvasText}
svg .halo{stroke:Canvas}
${shadeRules.map((n) => `.s${n}{fill:CanvasText;fill-opacity:${(n / shadeCount).toFixed(2)}}`).join('')}
}
`;

/** The whole style sheet of the report: no image, no font, nothing from elsewhere. */
export const styleSheet = (): string =>
  [tokenStyle(), base, head, section, tables, charts, foot, adapted]
    .map((part) => part.trim())
    .join('\n');
