import { readFileSync } from 'node:fs'
const st=(x:string)=>console.log(x, readFileSync('/proc/self/status','utf8').split('\n').filter(l=>/VmHWM|VmRSS|RssAnon|RssFile/.test(l)).map(l=>l.replace(/\s+/g,' ')).join(' '), JSON.stringify(process.memoryUsage()))
st('start')
await import('@causeway/spec'); st('spec')
await import('@causeway/core'); st('core')
await import('@causeway/engine'); st('engine')
await import('@causeway/drivers'); st('drivers')
await import('../packages/cli/src/main.ts'); st('cli')
globalThis.gc?.(); st('gc')
const {readWasmProbe}= {readWasmProbe:null}
