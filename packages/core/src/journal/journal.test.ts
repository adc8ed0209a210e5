import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open as openFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../clock.ts'
import type { ErrorCode } from '../errors/registry.ts'
import type { GateResult } from '../gates/gate.ts'
import { INITIAL_STATE } from '../phases/state.ts'
import type { StateStore } from '../ports/state-store.ts'
import { openJournal, readJournal } from './open-journal.ts'
import { SqliteStore } from './sqlite-store.ts'

let stateDir: string

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'causeway-journal-'))
})

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true })
})

const open = (): StateStore => openJournal(stateDir, 'anna@host 1')
const coded = (code: ErrorCode): unknown => expect.objectContaining({ code })
const PREPARE = { ...INITIAL_STATE, phase: 'prepare' } as const

/** Changes the files behind the journal's back. */
function tamper(sql: string): void {
  const db = new DatabaseSync(join(stateDir, 'journal.db'))
  db.exec(sql)
  db.close()
}

describe('state', () => {
  it('begins in draft and survives a restart with its event', async () => {
    {
      await using journal = open()
      expect(await journal.state()).toEqual({ version: 0, state: INITIAL_STATE })
      expect(await journal.change(0, PREPARE, { code: 'CM-1101', data: { to: 'prepare' } })).toEqual({
        version: 1,
        state: PREPARE,
      })
    }
    await using journal = open()
    expect(await journal.state()).toEqual({ version: 1, state: PREPARE })
    expect(await journal.events(0, 10)).toMatchObject([{ seq: 1, code: 'CM-1101', data: { to: 'prepare' } }])
  })

  it('is changed only from the version it has, and then nothing is appended either', async () => {
    await using journal = open()
    await journal.change(0, PREPARE, { code: 'CM-1101', data: null })
    await expect(journal.change(0, INITIAL_STATE, { code: 'CM-1101', data: null })).rejects.toEqual(coded('CW-1023'))
    expect((await journal.state()).state).toEqual(PREPARE)
    expect(await journal.events(0, 10)).toHaveLength(1)
    await journal.append({ code: 'CM-1201', data: 'and it goes on' })
  })
})

describe('the chain of events', () => {
  async function threeEvents(): Promise<void> {
    await using journal = open()
    for (const data of [1, 2, 3]) await journal.append({ code: 'CM-1201', data })
    expect(await journal.verifyChain()).toEqual({ ok: true, events: 3, brokenAt: null })
  }

  it.each([
    ['an event changed', `UPDATE events SET data = '9' WHERE seq = 2`, 2, /does not match its hash/],
    ['a time changed', `UPDATE events SET time = '2000' WHERE seq = 3`, 3, /does not match its hash/],
    ['an event taken out', 'DELETE FROM events WHERE seq = 2', 3, /event 2 is missing/],
    ['the end cut off', 'DELETE FROM events WHERE seq = 3', 3, /knows 3 events, 2 are there/],
    ['a hash changed with its event', `UPDATE events SET data = '9', hash = 'x' WHERE seq = 1`, 1, /does not match/],
  ] as const)('shows %s', async (_what, sql, seq, reason) => {
    await threeEvents()
    tamper(sql)
    await using journal = open()
    const check = await journal.verifyChain()
    expect(check).toMatchObject({ ok: false, brokenAt: { seq } })
    expect(check.brokenAt?.reason).toMatch(reason)
  })

  it('goes on after a restart', async () => {
    await threeEvents()
    await using journal = open()
    await journal.append({ code: 'CM-1201', data: 4 })
    expect(await journal.verifyChain()).toEqual({ ok: true, events: 4, brokenAt: null })
    expect((await journal.events(2, 1)).map((event) => event.seq)).toEqual([3])
  })
})

describe('steps', () => {
  const key = { run: 'prepare', seq: 1, name: 'create-slot' }

  it('run once, and a replay returns the record', async () => {
    let runs = 0
    const action = async () => {
      runs += 1
      return { slot: 's', positions: [1, 2] }
    }
    {
      await using journal = open()
      expect(await journal.step(key, { of: 'a' }, action)).toEqual({ slot: 's', positions: [1, 2] })
    }
    await using journal = open()
    expect(await journal.step(key, { of: 'a' }, action)).toEqual({ slot: 's', positions: [1, 2] })
    expect(runs).toBe(1)
    expect(await journal.steps('prepare')).toMatchObject([{ ...key, status: 'done', payload: { of: 'a' } }])
  })

  it('are on disk as an intent while they run', async () => {
    await using journal = open()
    await journal.step(key, { of: 'a' }, async () => {
      await using reader = readJournal(stateDir)
      expect(await reader?.steps('prepare')).toMatchObject([
        { status: 'started', payload: { of: 'a' }, finishedAt: null },
      ])
    })
  })

  it('run again when they failed', async () => {
    await using journal = open()
    const failing = journal.step(key, null, async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await journal.steps('prepare')).toMatchObject([{ status: 'failed', result: { code: 'CW-0101' } }])
    expect(await journal.step(key, null, async () => 'now')).toBe('now')
  })

  it('refuse another name at the same place', async () => {
    await using journal = open()
    await journal.step(key, null, async () => 1)
    const other = journal.step({ ...key, name: 'drop-slot' }, null, async () => 2)
    await expect(other).rejects.toEqual(coded('CW-1024'))
  })
})

describe('gates', () => {
  const result: GateResult = {
    gate: 'window',
    outcome: 'fail',
    value: Number.NaN,
    threshold: 1,
    samples: 1,
    measuredAt: null,
    message: 'm',
  }

  it('are kept with their evidence, oldest first', async () => {
    await using journal = open()
    await journal.recordGate(result, { worstCaseMs: 1n })
    await journal.recordGate({ ...result, gate: 'identity', outcome: 'pass' }, null)
    expect(await journal.gates('window')).toMatchObject([
      { gate: 'window', value: 'NaN', evidence: { worstCaseMs: '1' } },
    ])
    expect((await journal.gates()).map((gate) => gate.outcome)).toEqual(['fail', 'pass'])
  })
})

describe('one writer', () => {
  it('keeps a second one out and says who holds it, and lets go when it closes', async () => {
    {
      await using _journal = open()
      expect(() => openJournal(stateDir, 'bert@host 2')).toThrow(coded('CW-0340'))
      expect(() => openJournal(stateDir, 'bert@host 2')).toThrow(/in use by anna@host 1 since 20/)
    }
    await using again = openJournal(stateDir, 'bert@host 2')
    expect((await again.state()).version).toBe(0)
  })

  it('keeps another process out until it is killed; readers read on beside it and after it', async () => {
    const module = new URL('./open-journal.ts', import.meta.url).href
    const program = `
      import { openJournal } from ${JSON.stringify(module)}
      const journal = openJournal(${JSON.stringify(stateDir)}, 'other process')
      await journal.append({ code: 'CM-1201', data: 'from afar' })
      console.log('ready')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    try {
      await once(child.stdout, 'data')
      expect(open).toThrow(/in use by other process/)
      await using beside = readJournal(stateDir)
      expect(await beside?.events(0, 10)).toMatchObject([{ data: 'from afar' }])
    } finally {
      child.kill('SIGKILL')
      await exited
    }
    await using after = readJournal(stateDir)
    expect(await after?.verifyChain()).toMatchObject({ ok: true, events: 1 })
    await using journal = open()
    expect(await journal.events(0, 10)).toMatchObject([{ data: 'from afar' }])
  })

  it('readers see what was written since, and cannot write', async () => {
    await using journal = open()
    await using reader = readJournal(stateDir)
    await journal.append({ code: 'CM-1201', data: 1 })
    expect(await reader?.events(0, 10)).toHaveLength(1)
    expect(readJournal(join(stateDir, 'none'))).toBeNull()
  })
})

describe('what goes wrong', () => {
  it.each([
    ['a file that is no journal', 'CW-1021', () => writeFile(join(stateDir, 'journal.db'), 'x'.repeat(5_000))],
    ['a page overwritten', 'CW-1021', damage],
    ['the file cut short', 'CW-1021', cutShort],
    ['a file in place of the directory', 'CW-1020', notADirectory],
    ['a journal of a newer program', 'CW-1026', () => freshAnd(`INSERT INTO schema_version VALUES (99, 99, 'x')`)],
  ] as const)('%s → %s', async (_what, code, spoil) => {
    await spoil()
    expect(open).toThrow(coded(code))
    // Whatever failed, the lock is free again.
    expect(open).toThrow(coded(code))
  })

  it('a newer journal that older programs may use is used', async () => {
    await freshAnd(`INSERT INTO schema_version VALUES (2, 1, 'x')`)
    await using journal = open()
    expect((await journal.state()).version).toBe(0)
  })

  it('a value that is not JSON any more', async () => {
    await freshAnd(`UPDATE state SET state = '{'`)
    await using journal = open()
    await expect(journal.state()).rejects.toEqual(coded('CW-1021'))
  })

  it('a full disk: a clear error, nothing half written, and it goes on when there is room', async () => {
    await fresh()
    const path = join(stateDir, 'journal.db')
    const db = new DatabaseSync(path)
    await using journal = new SqliteStore(db, path, systemClock, { [Symbol.dispose]: () => {} })
    await journal.append({ code: 'CM-1201', data: 'small' })
    // SQLite's own limit: the same result code as a disk without room.
    db.exec('PRAGMA max_page_count = 1')
    const big = journal.append({ code: 'CM-1201', data: 'x'.repeat(100_000) })
    await expect(big).rejects.toEqual(coded('CW-1022'))
    expect(await journal.verifyChain()).toEqual({ ok: true, events: EVENTS + 1, brokenAt: null })
    db.exec('PRAGMA max_page_count = 100000')
    await journal.append({ code: 'CM-1201', data: 'x'.repeat(100_000) })
    expect(await journal.verifyChain()).toMatchObject({ ok: true, events: EVENTS + 2 })
  })

  it('a secret: refused before anything is written', async () => {
    await using journal = open()
    const password = { [Symbol.for('causeway.Secret')]: true, toString: () => 'hunter2' }
    await expect(journal.append({ code: 'CM-1201', data: { deep: [{ password }] } })).rejects.toThrow(
      /\$\.deep\[0\]\.password is a secret/,
    )
    const step = journal.step({ run: 'r', seq: 1, name: 'n' }, null, async () => password)
    await expect(step).rejects.toEqual(coded('CW-1025'))
    expect(await journal.events(0, 10)).toEqual([])
  })
})

const EVENTS = 30

/** A journal of several pages, closed. */
async function fresh(): Promise<void> {
  await using journal = open()
  for (let index = 0; index < EVENTS; index += 1) await journal.append({ code: 'CM-1201', data: 'x'.repeat(2_000) })
}

async function freshAnd(sql: string): Promise<void> {
  await fresh()
  tamper(sql)
}

async function damage(): Promise<void> {
  await fresh()
  const db = new DatabaseSync(join(stateDir, 'journal.db'))
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size'])
  const root = Number(db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'events'`).get()?.['rootpage'])
  db.close()
  await using file = await openFile(join(stateDir, 'journal.db'), 'r+')
  await file.write(Buffer.alloc(pageSize, 0xff), 0, pageSize, (root - 1) * pageSize)
}

async function cutShort(): Promise<void> {
  await fresh()
  await truncate(join(stateDir, 'journal.db'), 3 * 4_096)
}

async function notADirectory(): Promise<void> {
  await rm(stateDir, { recursive: true })
  await writeFile(stateDir, '')
}
