import { createLogUpdate } from 'log-update'
import type { Message, Messages, StatusView } from '@causeway/core'
import type { Io } from '../io.ts'
import { LiveView } from './live-view.ts'
import { messageLine } from './message-line.ts'

/** How often a terminal's picture is drawn again. */
const FRAME_MS = 100

/** Where there is no picture, progress of one kind is a line this often. */
const PROGRESS_MS = 30_000

/** Shows what the core says. */
export interface MessageHost extends Messages, Disposable {
  /** Takes over what a running controller has said so far. */
  begin(view: StatusView): void
  /** A line of the host's own in the picture; nothing without a terminal. */
  note(name: string, text: string): void
  /** A line that stays. */
  say(text: string): void
}

/**
 * JSON lines on stdout with `json`; otherwise, on `output`, a live picture where that is a terminal and lines where not.
 * What is a result in itself goes to stdout, what accompanies one to stderr.
 */
export function messageHost(io: Io, json: boolean, output: Io['stdout'] = io.stderr): MessageHost {
  if (json) return jsonLines(io)
  return output.isTTY === true && io.env['TERM'] !== 'dumb' ? picture(output) : lines(output)
}

function jsonLines(io: Io): MessageHost {
  return {
    emit: (said) => void io.stdout.write(`${JSON.stringify(said)}\n`),
    begin: () => {},
    note: () => {},
    say: (text) => void io.stderr.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  }
}

function lines(output: Io['stdout']): MessageHost {
  const told = new Map<string, number>()
  const due = (kind: string) => {
    if (performance.now() - (told.get(kind) ?? -PROGRESS_MS) < PROGRESS_MS) return false
    told.set(kind, performance.now())
    return true
  }
  return {
    emit: (said) => {
      const progress = progressKind(said)
      if (progress === null || due(progress)) output.write(`${stamped(said)}\n`)
    },
    begin: () => {},
    note: () => {},
    say: (text) => void output.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  }
}

function picture(output: Io['stdout']): MessageHost {
  const view = new LiveView()
  const screen = createLogUpdate(output)
  let drawn = ''
  const draw = () => {
    const now = view.lines().join('\n')
    if (now !== drawn) screen(now)
    drawn = now
  }
  const timer = setInterval(draw, FRAME_MS)
  timer.unref()
  const say = (text: string) => {
    screen.clear()
    drawn = ''
    output.write(`${text}\n`)
    draw()
  }
  return {
    emit: (said) => {
      view.hear(said)
      if (progressKind(said) === null) say(stamped(said))
    },
    begin: (status) => {
      view.begin(status)
      draw()
    },
    note: (name, text) => view.note(name, text),
    say,
    [Symbol.dispose]: () => {
      clearInterval(timer)
      screen.clear()
      screen.done()
    },
  }
}

/** Messages that come too often for a line each: what they are the progress of; `null` for all others. */
function progressKind(said: Message): string | null {
  if (said.name === 'stream-status') return said.data.direction
  if (said.name === 'table-progress') return said.data.state === 'ready' ? null : said.name
  return said.name === 'load-progress' || said.name === 'verification-progress' ? said.name : null
}

function stamped(said: Message): string {
  return `${said.time.slice(11, 23)} ${messageLine(said)}`
}
