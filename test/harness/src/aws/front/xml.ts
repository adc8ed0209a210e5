/** `mend` applied to the inside of every element of this name; answers of AWS nest none in itself. */
export function eachElement(xml: string, name: string, mend: (inside: string) => string): string {
  return xml.replace(
    new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'),
    (_, inside: string) => `<${name}>${mend(inside)}</${name}>`,
  )
}

/** Text of the first element of this name; `null` when there is none. */
export function textOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}

/** The form of a request of the Query protocol. */
export function formOf(body: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(body))
}
