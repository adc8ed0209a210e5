#!/usr/bin/env node
import { main } from './main.ts'
import { stopSignal } from './signals.ts'

const signal = stopSignal((code) => process.exit(code))
const { stdin, stdout, stderr, env } = process

process.exitCode = await main(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal })
// What is left open by a library must not keep a finished command alive.
process.exit()
