import { createLogUpdate } from 'log-update'
import type { Message, Messages } from '@causeway/core'
import type { Io } from '../io.ts'
import { LiveView } from './live-view.ts'
import { messageLine } from './message-line.ts'

/** How often a terminal's picture is drawn again. */
const FRAME_MS = 100

/** Shows what the core says, on stderr: stdout is for results. */
export interface MessageHost extends Messages, Disposable {
  /** A line of the host's own in the picture; nothing without a terminal. */
  note(name: string, text: string): void
  /** A line that stays. */
  say(text: string): void
}

/** JSON lines on stdout with `--json`, a live picture on a terminal, lines elsewhere. */
export function messageHost(io: Io, json: boolean): MessageHost {
  if (json) return jsonLines(io)
  return io.stderr.isTTY === true && io.env['NO_COLOR'] === undefined ? picture(io) : lines(io)
}

function jsonLines(io: Io): MessageHost {
  return {
    emit: (said) => void io.stdout.write(`${JSON.stringify(said)}\n`),
    note: () => {},
    say: (text) => void io.stderr.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  }
}

function lines(io: Io): MessageHost {
  return {
    emit: (said) => {
      const line = messageLine(said)
      if (line !== null) io.stderr.write(`${stamp(said)} ${line}\n`)
    },
    note: () => {},
    say: (text) => void io.stderr.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  }
}

function picture(io: Io): MessageHost {
  const view = new LiveView()
  const screen = createLogUpdate(io.stderr)
  const draw = () => screen(view.lines().join('\n'))
  const timer = setInterval(draw, FRAME_MS)
  timer.unref()
  const say = (text: string) => {
    screen.clear()
    io.stderr.write(`${text}\n`)
    draw()
  }
  return {
    emit: (said) => {
      view.hear(said)
      const line = messageLine(said)
      if (line !== null) say(`${stamp(said)} ${line}`)
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

function stamp(said: Message): string {
  return said.time.slice(11, 23)
}
