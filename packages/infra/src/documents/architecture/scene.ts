/** What a picture shows, before anything has a place: nodes in a grid, frames around cells, links between nodes. */
export interface Scene {
  readonly title: string
  readonly nodes: readonly SceneNode[]
  readonly frames: readonly Frame[]
  readonly links: readonly Link[]
}

export type Tone = 'outside' | 'traffic' | 'compute' | 'database' | 'storage' | 'service'

export interface SceneNode {
  readonly id: string
  readonly title: string
  readonly lines: readonly string[]
  readonly tone: Tone
  /** Nodes of one cell stand side by side, in this order. */
  readonly column: number
  readonly row: number
}

export interface Frame {
  readonly title: string
  readonly kind: 'place' | 'network' | 'tier'
  readonly columns: readonly [first: number, last: number]
  readonly rows: readonly [first: number, last: number]
}

export interface Link {
  readonly from: string
  readonly to: string
  readonly label: string
  /** `data` is replication, `traffic` is requests. */
  readonly kind: 'traffic' | 'data'
}
