#!/usr/bin/env node
// Plain JavaScript: when every module comes out of the cache, what strips the types of TypeScript is not even loaded.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Half of a second at every start. Not in /tmp, where another user could lay code for us.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway'))

await import('./start.ts')
