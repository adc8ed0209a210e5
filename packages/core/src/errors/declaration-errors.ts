import type { ErrorInfo } from './error-info.ts'

/** What can be wrong with a declaration, or with a secret it refers to; the codes are those of `@causeway/spec`. */
export const DECLARATION_ERRORS = {
  'CW-0201': {
    title: 'declaration: not YAML',
    disposition: 'user',
    remedy: 'correct the line the message names; indent with spaces and quote values with special characters',
  },
  'CW-0202': {
    title: 'declaration: written twice',
    disposition: 'user',
    remedy: 'keep one of the two keys, or give each client a name of its own',
  },
  'CW-0203': {
    title: 'declaration: unknown key',
    disposition: 'user',
    remedy: 'use the key the message suggests, or remove it; docs/reference/migration-yaml.md lists all keys',
  },
  'CW-0204': {
    title: 'declaration: setting missing',
    disposition: 'user',
    remedy:
      'write the setting, in the base or in every environment; `causeway init` writes a declaration to start from',
  },
  'CW-0205': {
    title: 'declaration: wrong type of value',
    disposition: 'user',
    remedy: 'write a value of the type the message names; numbers without quotes, a key with nothing after it removed',
  },
  'CW-0206': {
    title: 'declaration: value not understood',
    disposition: 'user',
    remedy: 'write the value in the form the message shows',
  },
  'CW-0207': {
    title: 'declaration: value out of range',
    disposition: 'user',
    remedy: 'choose a value within the limits the message names',
  },
  'CW-0208': {
    title: 'declaration: not one of the choices',
    disposition: 'user',
    remedy: 'choose one of the values the message lists',
  },
  'CW-0209': {
    title: 'declaration: traffic steps do not rise to 100',
    disposition: 'user',
    remedy: 'write rising whole weights that end at 100, such as [20, 50, 100]',
  },
  'CW-0210': {
    title: 'declaration: settings contradict each other',
    disposition: 'user',
    remedy: 'change one of the two settings the message names',
  },
  'CW-0211': {
    title: 'declaration: source and target are the same database',
    disposition: 'user',
    remedy: 'check host, port and database of both sides',
  },
  'CW-0212': {
    title: 'declaration: target older than the source',
    disposition: 'user',
    remedy: 'move to a server of the same or a later major version',
  },
  'CW-0213': {
    title: 'declaration: secret written in it',
    disposition: 'user',
    remedy:
      'put the secret into a variable or a file, refer to it by env:NAME or file:PATH, and change it if the file was shared',
  },
  'CW-0214': {
    title: 'declaration: weaker TLS without a reason',
    disposition: 'user',
    remedy: 'use tls.mode verify-full, or write in tls.reason why a weaker mode is acceptable here',
  },
  'CW-0215': {
    title: 'declaration: reserved section',
    disposition: 'user',
    remedy: 'remove the section; this version does not have it',
  },
  'CW-0216': {
    title: 'declaration: environment not found',
    disposition: 'user',
    remedy: 'choose one of the environments the message lists',
  },
  'CW-0217': {
    title: 'declaration: too large',
    disposition: 'user',
    remedy: 'shorten it: a pattern with * in place of a long list of names, no anchors that repeat each other',
  },
  'CW-0230': {
    title: 'secret not found',
    disposition: 'user',
    remedy: 'set the variable, or write the file, that the declaration refers to, for the user who runs Causeway',
  },
  'CW-0231': {
    title: 'secret store not available in this version',
    disposition: 'user',
    remedy:
      'fetch the secret with the command in the message into a variable or file, and refer to it by env:NAME or file:PATH',
  },
} as const satisfies Record<`CW-02${number}`, ErrorInfo>
