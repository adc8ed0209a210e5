import { CausewayError } from '@causeway/core'

/** Runs work on a file in the words of the operator. @throws CW-0257 with the path and what the system said */
export async function onFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!isSystemError(cause)) throw cause
    throw new CausewayError('CW-0257', `${path}: ${cause.message}`, { cause, data: { path, errno: cause.code } })
  }
}

/** Whether the system refused with this errno, e.g. `ENOENT`. */
export function failedWith(errno: string, thrown: unknown): boolean {
  return isSystemError(thrown) && thrown.code === errno
}

function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException & { readonly code: string } {
  return thrown instanceof Error && 'syscall' in thrown && 'code' in thrown && typeof thrown.code === 'string'
}
