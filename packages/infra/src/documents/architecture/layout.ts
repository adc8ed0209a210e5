import type { Frame, Link, Scene, SceneNode } from './scene.ts'

/** All lengths are pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Route {
  readonly link: Link
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly labelAt: readonly [x: number, y: number]
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<SceneNode, Box>
  readonly frames: readonly { readonly frame: Frame; readonly box: Box }[]
  readonly routes: readonly Route[]
}

export const TITLE_SIZE = 13
export const LINE_SIZE = 11
export const LINE_HEIGHT = 15
const NODE_PADDING = 10
const NODE_GAP = 28
const COLUMN_GAP = 116
/** Between rows, the channel in which links change their direction; frames that begin or end there come on top. */
const CHANNEL = 24
const LEAST_ROW_GAP = 46
const MARGIN = 24
/** How far a frame stands from what is in it; frames that hold others stand further out. */
const REACH = { tier: 14, network: 22, place: 30 } as const
/** The same above, where its title is. */
const TITLE_REACH = { tier: 40, network: 58, place: 76 } as const

/** Places a scene on a grid: a column is as wide as its widest cell, a row as high as its highest node. */
export function layOut(scene: Scene): Layout {
  const columns = tracks(scene.nodes, 'column', (cell) => sum(cell.map(widthOf)) + NODE_GAP * (cell.length - 1))
  const rows = tracks(scene.nodes, 'row', (cell) => Math.max(...cell.map(heightOf)))
  const lefts = starts(columns, MARGIN + REACH.place, () => COLUMN_GAP)
  const tops = starts(rows, MARGIN, (row) => gapAbove(row, scene.frames))
  const nodes = new Map<SceneNode, Box>()
  for (const [column, width] of columns) {
    for (const [row, height] of rows) {
      const cell = cellOf(scene.nodes, column, row)
      const used = sum(cell.map(widthOf)) + NODE_GAP * (cell.length - 1)
      let x = at(lefts, column) + (width - used) / 2
      for (const node of cell) {
        nodes.set(node, {
          x,
          y: at(tops, row) + (height - heightOf(node)) / 2,
          width: widthOf(node),
          height: heightOf(node),
        })
        x += widthOf(node) + NODE_GAP
      }
    }
  }
  const frames = scene.frames.map((frame) => ({ frame, box: frameBox(frame, lefts, columns, tops, rows) }))
  const boxes = [...nodes.values(), ...frames.map(({ box }) => box)]
  return {
    width: Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN,
    nodes,
    frames,
    routes: scene.links.map((link) => routeOf(link, nodes, (row) => at(tops, row) - titleReach(row, scene.frames))),
  }
}

/** Wide enough for its text, of which a letter is about six tenths as wide as it is high. */
function widthOf({ title, lines }: SceneNode): number {
  const widths = [title.length * TITLE_SIZE * 0.66, ...lines.map((line) => line.length * LINE_SIZE * 0.56)]
  return Math.max(110, Math.ceil(Math.max(...widths)) + 2 * NODE_PADDING)
}

function heightOf({ lines }: SceneNode): number {
  return 2 * NODE_PADDING + TITLE_SIZE + lines.length * LINE_HEIGHT
}

/** The size of each column or row that has nodes, in order. */
function tracks(
  nodes: readonly SceneNode[],
  axis: 'column' | 'row',
  sizeOf: (cell: readonly SceneNode[]) => number,
): ReadonlyMap<number, number> {
  const across = axis === 'column' ? 'row' : 'column'
  const indexes = [...new Set(nodes.map((node) => node[axis]))].toSorted((a, b) => a - b)
  return new Map(
    indexes.map((index) => {
      const own = nodes.filter((node) => node[axis] === index)
      const cells = Map.groupBy(own, (node) => node[across])
      return [index, Math.max(...[...cells.values()].map(sizeOf))]
    }),
  )
}

function starts(
  sizes: ReadonlyMap<number, number>,
  first: number,
  gapBefore: (index: number) => number,
): ReadonlyMap<number, number> {
  let end: number | null = null
  return new Map(
    [...sizes].map(([index, size]) => {
      const start: number = end === null ? first : end + gapBefore(index)
      end = start + size
      return [index, start]
    }),
  )
}

function gapAbove(row: number, frames: readonly Frame[]): number {
  const ending = frames.filter(({ rows }) => rows[1] === row - 1).map(({ kind }) => REACH[kind])
  return Math.max(LEAST_ROW_GAP, titleReach(row, frames) + CHANNEL + Math.max(0, ...ending))
}

/** Room for the titles of the frames that begin with a row. */
function titleReach(row: number, frames: readonly Frame[]): number {
  return Math.max(0, ...frames.filter(({ rows }) => rows[0] === row).map(({ kind }) => TITLE_REACH[kind]))
}

function cellOf(nodes: readonly SceneNode[], column: number, row: number): readonly SceneNode[] {
  return nodes.filter((node) => node.column === column && node.row === row)
}

function frameBox(
  { kind, columns: [left, right], rows: [top, bottom] }: Frame,
  lefts: ReadonlyMap<number, number>,
  widths: ReadonlyMap<number, number>,
  tops: ReadonlyMap<number, number>,
  heights: ReadonlyMap<number, number>,
): Box {
  const within = (index: number, first: number, last: number) => index >= first && index <= last
  const columns = [...lefts.keys()].filter((index) => within(index, left, right))
  const rows = [...tops.keys()].filter((index) => within(index, top, bottom))
  const reach = REACH[kind]
  const x = at(lefts, columns[0]) - reach
  const y = at(tops, rows[0]) - TITLE_REACH[kind]
  const endX = at(lefts, columns.at(-1)) + at(widths, columns.at(-1)) + reach
  const endY = at(tops, rows.at(-1)) + at(heights, rows.at(-1)) + reach * 0.8
  return { x, y, width: endX - x, height: endY - y }
}

/** Straight along a row; otherwise down, across in the next channel, and down: never through a node of a row between. */
function routeOf(link: Link, nodes: ReadonlyMap<SceneNode, Box>, topOf: (row: number) => number): Route {
  const [[from, a], [to, b]] = [entry(nodes, link.from), entry(nodes, link.to)]
  if (from.row === to.row) {
    const y = a.y + a.height / 2
    const [x, endX] = a.x < b.x ? [a.x + a.width, b.x] : [a.x, b.x + b.width]
    return {
      link,
      points: [
        [x, y],
        [endX, y],
      ],
      labelAt: [(x + endX) / 2, y - 6],
    }
  }
  const [startX, endX] = [a.x + a.width / 2, b.x + b.width / 2]
  const channel = topOf(from.row + 1) - CHANNEL / 2
  const points = [
    [startX, a.y + a.height],
    [startX, channel],
    [endX, channel],
    [endX, b.y],
  ] as const
  return { link, points, labelAt: [endX + 20, b.y - 9] }
}

function entry(nodes: ReadonlyMap<SceneNode, Box>, id: string): readonly [SceneNode, Box] {
  const found = [...nodes].find(([node]) => node.id === id)
  if (found === undefined) throw new RangeError(`the picture has no ${id}`)
  return found
}

function at(places: ReadonlyMap<number, number>, index: number | undefined): number {
  return places.get(index ?? Number.NaN) ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
