import { layOut, LINE_HEIGHT, LINE_SIZE, TITLE_SIZE, type Box, type Route } from './layout.ts'
import type { Frame, Scene, SceneNode } from './scene.ts'

/** Colours by the reader's setting: the picture stands on its own background in both. */
const STYLE = `
    :root { --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #8c959f; --box: #f6f8fa; --network: #eef6ff; --tier: #ffffff;
      --outside: #6e7781; --traffic: #8250df; --compute: #bc4c00; --database: #0969da; --storage: #1a7f37; --service: #bf3989; }
    @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #656c76;
      --box: #151b23; --network: #101c2c; --tier: #0d1117; --outside: #9198a1; --traffic: #ab7df8; --compute: #f0883e;
      --database: #58a6ff; --storage: #3fb950; --service: #f778ba; } }
    text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: var(--ink); }
    .soft { fill: var(--soft); } .label { paint-order: stroke; stroke: var(--page); stroke-width: 5px; stroke-linejoin: round; }
    .page { fill: var(--page); } .place { fill: none; stroke: var(--line); stroke-dasharray: 6 4; }
    .network { fill: var(--network); stroke: var(--database); } .tier { fill: var(--tier); stroke: var(--line); stroke-opacity: 0.5; }
    .node { fill: var(--box); stroke-width: 1.5; } .link { fill: none; stroke-width: 1.5; }`

/** A picture as SVG 1.1, readable on light and on dark, without script and without anything from outside. */
export function svg(scene: Scene): string {
  const { width, height, nodes, frames, routes } = layOut(scene)
  const [w, h] = [Math.ceil(width), Math.ceil(height)]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${escaped(scene.title)}">
  <style>${STYLE}
  </style>
  <defs>
${(['traffic', 'data'] as const).map(arrowHead).join('\n')}
  </defs>
  <rect class="page" width="${w}" height="${h}"/>
${[
  ...frames.map(({ frame, box }) => drawFrame(frame, box)),
  ...routes.map(drawLine),
  ...[...nodes].map(([node, box]) => drawNode(node, box)),
  ...routes.map(drawLabel),
].join('\n')}
</svg>
`
}

const LINK_COLOUR = { traffic: 'var(--traffic)', data: 'var(--storage)' } as const

function arrowHead(kind: 'traffic' | 'data'): string {
  return `    <marker id="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8Z" fill="${LINK_COLOUR[kind]}"/></marker>`
}

function drawFrame({ kind, title }: Frame, { x, y, width, height }: Box): string {
  const rect = `<rect class="${kind}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="8"/>`
  const text = `<text x="${px(x + 8)}" y="${px(y + 13)}" font-size="${LINE_SIZE}" class="soft">${escaped(title)}</text>`
  return `  ${rect}${text}`
}

function drawNode({ title, lines, tone }: SceneNode, { x, y, width, height }: Box): string {
  const middle = px(x + width / 2)
  const rect = `<rect class="node" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="6" stroke="var(--${tone})"/>`
  const head = `<text x="${middle}" y="${px(y + 22)}" font-size="${TITLE_SIZE}" font-weight="600" text-anchor="middle">${escaped(title)}</text>`
  const rest = lines.map(
    (line, index) =>
      `<text x="${middle}" y="${px(y + 22 + LINE_HEIGHT * (index + 1))}" font-size="${LINE_SIZE}" text-anchor="middle" class="soft">${escaped(line)}</text>`,
  )
  return `  ${rect}${head}${rest.join('')}`
}

function drawLine({ link, points }: Route): string {
  const path = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ')
  return `  <polyline class="link" points="${path}" stroke="${LINK_COLOUR[link.kind]}" marker-end="url(#${link.kind})"/>`
}

function drawLabel({ link, labelAt: [x, y] }: Route): string {
  if (link.label === '') return ''
  return `  <text class="label" x="${px(x)}" y="${px(y)}" font-size="${LINE_SIZE}" text-anchor="middle">${escaped(link.label)}</text>`
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
