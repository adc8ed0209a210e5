/**
 * Gives the memory of a chunk off a socket back at once; nothing may look at it any more. The collector does so only
 * once tens of megabytes have come, since a chunk weighs next to nothing in its own heap, and walks all of that heap then.
 */
export function giveBack({ buffer, length }: Buffer): void {
  // What is a part may share its memory with others.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0)
}
