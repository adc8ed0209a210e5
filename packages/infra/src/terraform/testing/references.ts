import type { InfraDesign } from '../../design/infra-design.ts'
import { terraformModule } from '../module.ts'

/** The code of a module without its tests. */
export function codeOf(design: InfraDesign): string {
  const files = [...terraformModule(design)].filter(([path]) => path.endsWith('.tf'))
  return files.map(([, text]) => text).join('\n')
}

/** The first group of every match, once each, in order. */
export function all(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort()
}

interface LooseEnds {
  /** Referred to, and not there. */
  readonly missing: readonly string[]
  /** There for nothing. */
  readonly unused: readonly string[]
  /** There more than once. */
  readonly twice: readonly string[]
}

/** All empty in a module that holds together. */
export function looseEnds(design: InfraDesign): LooseEnds {
  const code = codeOf(design)
  const bodies = [...code.matchAll(/^locals \{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => body).join('')
  const declared = [
    ...[...code.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => `var.${name}`),
    ...[...bodies.matchAll(/^ {2}(\w+) += /gm)].map(([, name]) => `local.${name}`),
  ]
  const resources = [...code.matchAll(/^(data|resource|ephemeral) "(\w+)" "(\w+)"/gm)].map(
    ([, kind, type, name]) => `${kind === 'resource' ? '' : `${kind}.`}${type}.${name}`,
  )
  const used = all(code, /(?<![\w.])((?:var|local|data\.aws_\w+|ephemeral\.aws_\w+|aws_[a-z0-9_]+)\.[a-z]\w*)/g)
  const there = [...declared, ...resources]
  return {
    missing: used.filter((name) => !there.includes(name)),
    unused: declared.filter((name) => !used.includes(name)),
    twice: there.filter((name, index) => there.indexOf(name) !== index),
  }
}
