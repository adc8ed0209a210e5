/** The report's look: one column, system fonts, print-friendly, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #5d6b7a; --line: #dfe5ec; --paper: #fff; --tile: #f5f7fa; --bar: #2f6fb3; --hot: #c8452f; --good: #1f7a4d; --p99: #a8620a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #9aa7b5; --line: #2c3642; --paper: #12181f; --tile: #1a222b; --bar: #5a9bdc; --hot: #e5745f; --good: #58b98a; --p99: #e0a04a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 980px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px; }
h1 { margin: 4px 0; font-size: 28px; } h2 { margin: 0 0 12px; font-size: 17px; } .sub { margin: 0; color: var(--soft); }
.badge { vertical-align: middle; padding: 2px 10px; border-radius: 999px; font-size: 13px; font-weight: 600; background: var(--tile); color: var(--soft); }
.badge.committed { background: var(--good); color: #fff; } .badge.rolled-back { background: var(--p99); color: #fff; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 24px 0; }
.tile { padding: 12px 14px; border-radius: 8px; background: var(--tile); } .tile span, .tile small { display: block; color: var(--soft); font-size: 13px; } .tile strong { font-size: 22px; font-variant-numeric: tabular-nums; }
section { margin-top: 28px; padding-top: 18px; border-top: 1px solid var(--line); }
table { width: 100%; border-collapse: collapse; font-size: 14px; } th, td { padding: 4px 10px 4px 0; text-align: left; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { color: var(--soft); font-weight: 500; } .n { text-align: right; font-variant-numeric: tabular-nums; }
.pass { color: var(--good); } .fail { color: var(--hot); font-weight: 600; } .inconclusive { color: var(--p99); } .warn { color: var(--hot); }
svg { width: 100%; height: auto; } .label { fill: var(--ink); font-size: 13px; } .value { fill: var(--soft); font-size: 12px; } .bar { fill: var(--bar); } .bar.hot { fill: var(--hot); } .line { fill: none; stroke: var(--p99); stroke-width: 2; } .p99 { fill: var(--p99); }
footer { margin-top: 36px; color: var(--soft); font-size: 12px; overflow-wrap: anywhere; }
`
