import { main } from './main.ts'
import { stopSignal } from './signals.ts'

const signal = stopSignal((code) => process.exit(code))
const { stdin, stdout, stderr, env } = process

// Whoever read our output may be gone (`| head`): a migration goes on without being watched.
for (const output of [stdout, stderr]) output.on('error', () => {})

process.exitCode = await main(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal })
// What is left open by a library must not keep a finished command alive.
process.exit()
