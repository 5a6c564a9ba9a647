/** The page's style sheet. Colours have a contrast of 4.5:1 or more on their grounds, light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f8fa;--line:#d8dee4;--fg:#1f2328;--quiet:#57606a;--link:#0550ae;
--red:#a40e26;--redbg:#ffebe9;--orange:#7a4100;--orangebg:#fff1d6;--blue:#0a4a9e;--bluebg:#e2f0ff;--grey:#4a535d;--greybg:#eceff2;
--green:#116329;--greenbg:#dafbe1;--l0:#0969da;--l1:#bc4c00;--l2:#1a7f37;--l3:#8250df}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--panel:#161b22;--line:#30363d;--fg:#e6edf3;--quiet:#9aa4af;--link:#79b8ff;
--red:#ff9d95;--redbg:#3c1618;--orange:#f0b35c;--orangebg:#33240f;--blue:#8ec7ff;--bluebg:#12263f;--grey:#b1bac4;--greybg:#21262d;
--green:#7ee787;--greenbg:#12301d;--l0:#58a6ff;--l1:#f0883e;--l2:#56d364;--l3:#bc8cff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
code,pre{font:12px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--l0);outline-offset:2px}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:4px 8px;z-index:2}
header{position:sticky;top:0;z-index:1;display:flex;gap:8px 24px;flex-wrap:wrap;align-items:baseline;padding:8px 24px;background:var(--panel);border-bottom:1px solid var(--line)}
header .name{margin:0;font-weight:600}nav{display:flex;gap:16px;flex-wrap:wrap}
main{max-width:1180px;margin:0 auto;padding:8px 24px 64px}
section{scroll-margin-top:44px}.finding{scroll-margin-top:48px}
h1{font-size:22px;line-height:1.25;margin:16px 0 8px}h2{font-size:18px;margin:40px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}
h3{font-size:14px;margin:20px 0 4px}h4{font-size:13px;margin:16px 0 4px}
.count{color:var(--quiet);font-weight:400}.quiet,.none{color:var(--quiet)}p{margin:6px 0;max-width:80ch}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:8px 0 16px}.facts dt{color:var(--quiet);font-size:12px}.facts dd{margin:0;font-variant-numeric:tabular-nums}
.first{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:8px 40px;align-items:start}
.warning{color:var(--orange)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:4px 0}
th,td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}td pre,.pairs td{overflow-wrap:anywhere}.share{white-space:nowrap}.share span{margin-right:6px}
th{font-weight:500}thead th{color:var(--quiet);font-size:12px;overflow-wrap:normal}.num{text-align:right;overflow-wrap:normal}
.scroll{overflow-x:auto}tbody th{white-space:nowrap}.pairs{margin-top:16px}.pairs th{width:150px}.steps{table-layout:fixed}.steps th:first-child{width:150px}
.sev{display:inline-block;padding:0 7px;border-radius:9px;font-size:11.5px;line-height:18px;white-space:nowrap;color:var(--grey);background:var(--greybg)}
.sev.isolation,.sev.privilege,.sev.crash,.sev.hang,.sev.must{color:var(--red);background:var(--redbg)}
.sev.should,.sev.implied,.sev.residue,.sev.race{color:var(--orange);background:var(--orangebg)}
.sev.difference{color:var(--blue);background:var(--bluebg)}
.filters{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center;padding:8px 12px;background:var(--panel);border:1px solid var(--line);border-radius:6px}
.filters[hidden]{display:none}.filters label{display:inline-flex;gap:5px;align-items:center}.filters select{max-width:180px}
select,input,button{font:inherit;font-size:13px;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:5px;padding:2px 6px}
button{cursor:pointer}output{color:var(--quiet);margin-left:auto}
.finding{border-bottom:1px solid var(--line)}
.finding>summary{display:grid;grid-template-columns:76px minmax(0,1fr) minmax(90px,auto) 48px;gap:0 12px;align-items:baseline;padding:5px 6px;cursor:pointer;list-style:none}
.finding>summary::-webkit-details-marker{display:none}.finding>summary:hover{background:var(--panel)}
.finding .title{overflow-wrap:anywhere}.finding[open]>summary .title{font-weight:600}
.area{color:var(--quiet);overflow-wrap:anywhere}.matrix .area{color:inherit}
.about,.rate{color:var(--quiet);font-variant-numeric:tabular-nums;text-align:right}
.finding .body{padding:2px 6px 20px 94px}.finding[data-status=known]>summary .title{color:var(--quiet)}
pre{margin:4px 0;padding:8px 10px;background:var(--panel);border:1px solid var(--line);border-radius:5px;white-space:pre-wrap;overflow-wrap:anywhere}
caption+thead th,.releases caption{font-size:12px}.releases caption{color:var(--quiet);font-weight:400}.releases{table-layout:fixed}.shows td:last-child{color:var(--red)}td pre{padding:4px 6px;font-size:11px}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:8px 12px;margin:10px 0}
figure{margin:0}figcaption{font-size:12px;color:var(--quiet)}.sides pre{margin-top:2px}
ins,del{text-decoration:none;border-radius:2px}ins{background:var(--greenbg);color:var(--green)}del{background:var(--redbg);color:var(--red)}
.differs{background:var(--orangebg)}.steps th[scope=row]{font:12px/1.45 ui-monospace,monospace;white-space:normal}
.steps td,.steps th{padding-left:6px}
.command{display:flex;gap:8px;align-items:center;max-width:none}.command code{overflow-wrap:anywhere}
.timeline{overflow-x:auto;padding:4px 0}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:16px 28px;margin:12px 0}
.chart figcaption{color:var(--fg);font-weight:600;font-size:13px}.chart svg{width:100%;height:auto;display:block}
.chart text{font-size:11px;fill:var(--quiet)}.axis{stroke:var(--line);fill:none}.line{fill:none;stroke-width:1.8;stroke-linejoin:round}
.line.l0{stroke:var(--l0)}.line.l1{stroke:var(--l1)}.line.l2{stroke:var(--l2)}.line.l3{stroke:var(--l3)}
.legend{margin:0;font-size:12px}.legend span{margin-right:14px;white-space:nowrap}.legend span::before{content:"";display:inline-block;width:12px;height:3px;margin-right:5px;vertical-align:middle;background:var(--l0)}
.legend .l1::before{background:var(--l1)}.legend .l2::before{background:var(--l2)}.legend .l3::before{background:var(--l3)}
.broken{color:var(--red)}.held{color:var(--green)}.level{color:var(--quiet);font-size:12px}
.matrix td,.matrix th{padding-left:6px}.rows td{font-size:13px}
.js .rows:not(.open){display:none}.area button{border:0;background:none;padding:0;font-weight:500}
.js .area button::before{content:"▸";display:inline-block;width:14px;color:var(--quiet)}.js .area button[aria-expanded=true]::before{content:"▾"}
@media (max-width:760px){.wide{display:none}main{padding:8px 12px 48px}header{padding:8px 12px;position:static}.first{grid-template-columns:minmax(0,1fr)}
.finding>summary{grid-template-columns:minmax(0,1fr) auto}.finding>summary .title{grid-row:2;grid-column:1/-1}.rate{display:none}
.finding .body{padding-left:6px}output{margin-left:0}.steps{table-layout:auto}.steps td{min-width:160px}}
@media print{:root{color-scheme:light;--bg:#fff;--panel:#fff;--line:#bbb;--fg:#000;--quiet:#444;--link:#000;--red:#8a0c20;--redbg:#fff;--orange:#6b3900;--orangebg:#fff;--blue:#083b7e;--bluebg:#fff;--grey:#333;--greybg:#fff;--green:#0d4f21;--greenbg:#fff}
body{font-size:10.5pt}header,.filters,.copy,.skip{display:none}main{max-width:none;padding:0}.sev{padding:0;font-weight:600}ins,del{text-decoration:underline}
.finding>summary,tr,figure{break-inside:avoid}h2,h3,h4{break-after:avoid}.finding .body{padding-left:24px}}
`;
