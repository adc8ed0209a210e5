#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { stopSignal } from './signals.ts'

// Rows pass through as short-lived buffers: V8 would let the space for young objects grow to more than all else takes.
setFlagsFromString('--semi-space-growth-factor=1')
// What lives does so for the time of a batch: the heap may grow by half before it is collected, not by several times.
setFlagsFromString('--heap-growing-percent=50')

// Half of a second at every start. Not in /tmp, where another user could lay code for us.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway'))

const signal = stopSignal((code) => process.exit(code))
const { stdin, stdout, stderr, env } = process

// Whoever read our output may be gone (`| head`): a migration goes on without being watched.
for (const output of [stdout, stderr]) output.on('error', () => {})

const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal })
// What is left open by a library must not keep a finished command alive.
process.exit()
