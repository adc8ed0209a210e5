import { computeRepairs } from './compute-repairs.ts'
import { directConnect } from './direct-connect.ts'
import { networkRepairs } from './network-repairs.ts'
import { rdsRepairs } from './rds-repairs.ts'
import type { Repair } from './repair.ts'
import { storageRepairs } from './storage-repairs.ts'

/**
 * What moto 5.2.1 answers otherwise than AWS, of what our modules and the controller ask.
 *
 * New ones for each front: some remember what was asked.
 */
export function createRepairs(): readonly Repair[] {
  return [...networkRepairs(), directConnect(), ...rdsRepairs(), ...storageRepairs(), ...computeRepairs()]
}
