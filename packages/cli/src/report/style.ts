/** The report's look: one column, system fonts, print-friendly, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #566473; --line: #dfe5ec; --paper: #fff; --tile: #f3f6f9; --bar: #2f6fb3; --hot: #c8452f; --good: #1f7a4d; --late: #a8620a; --badge: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #9fadbc; --line: #2c3642; --paper: #12181f; --tile: #1b242e; --bar: #5a9bdc; --hot: #e5745f; --good: #58b98a; --late: #e0a04a; --badge: #12181f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 980px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px; }
h1 { margin: 4px 0; font-size: 28px; overflow-wrap: anywhere; } h2 { margin: 0 0 12px; font-size: 17px; } p { margin: 0 0 12px; } .sub, .note { color: var(--soft); } .note { font-size: 13px; }
.badge { vertical-align: middle; padding: 3px 10px; border-radius: 999px; font-size: 13px; font-weight: 600; background: var(--tile); color: var(--soft); white-space: nowrap; }
.badge.committed { background: var(--good); color: var(--badge); } .badge.rolled-back, .badge.given-up { background: var(--late); color: var(--badge); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 10px; margin: 20px 0 0; }
.tile { padding: 12px 14px; border-radius: 8px; background: var(--tile); } .tile span, .tile small { display: block; color: var(--soft); font-size: 13px; } .tile strong { font-size: 22px; font-variant-numeric: tabular-nums; }
section { margin-top: 28px; padding-top: 18px; border-top: 1px solid var(--line); }
.wide { overflow-x: auto; margin-bottom: 12px; } table { width: 100%; border-collapse: collapse; font-size: 14px; } th, td { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); } td:last-child { overflow-wrap: anywhere; } th { color: var(--soft); font-weight: 500; white-space: nowrap; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; } summary { cursor: pointer; color: var(--soft); }
.pass { color: var(--good); } .fail { color: var(--hot); font-weight: 600; } .inconclusive { color: var(--late); } .warn { color: var(--hot); }
svg { display: block; width: 100%; height: auto; margin-bottom: 12px; } .label { fill: var(--ink); font-size: 13px; } .value { fill: var(--soft); font-size: 12px; } .end { text-anchor: end; } .bar { fill: var(--bar); } .late { fill: var(--late); } .hot { fill: var(--hot); }
footer { margin-top: 36px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; overflow-wrap: anywhere; }
@media print { section, .tile, tr, svg { break-inside: avoid; } }
`
