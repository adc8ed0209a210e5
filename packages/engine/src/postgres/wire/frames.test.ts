import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CopyDataWalker, frame, FrameReader, gatherWhole, MESSAGE } from './frames.ts'

const messages = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 })), {
  maxLength: 12,
})
const cuts = fc.array(fc.nat(400))

describe('FrameReader', () => {
  it('finds the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(messages, cuts, (sent, at) => {
        const seen: [number, Uint8Array][] = []
        const reader = new FrameReader((type, body) => seen.push([type, Uint8Array.from(body)]))
        for (const chunk of cut(encode(sent), at)) expect(reader.push(chunk)).toHaveLength(0)
        expect(seen).toEqual(sent)
      }),
    )
  })

  it('stops after a message and returns the rest unread', () => {
    const seen: number[] = []
    const reader = new FrameReader((type) => {
      seen.push(type)
      reader.stop()
    })
    const rest = reader.push(
      encode([
        [1, Buffer.from('a')],
        [2, Buffer.from('b')],
      ]),
    )
    expect(seen).toEqual([1])
    expect(reader.push(rest)).toHaveLength(0)
    expect(seen).toEqual([1, 2])
  })

  it('gathers a large message in one buffer of its size', () => {
    const bytes = 50_000_000
    const bodies: Buffer[] = []
    const reader = new FrameReader((_, body) => bodies.push(body))
    const whole = frame(MESSAGE.dataRow, Buffer.alloc(bytes, 7))
    for (let start = 0; start < whole.length; start += 65_536) reader.push(whole.subarray(start, start + 65_536))
    expect(bodies).toHaveLength(1)
    expect(bodies[0]?.length).toBe(bytes)
    expect(bodies[0]?.buffer.byteLength).toBe(bytes)
    expect(bodies[0]?.every((byte) => byte === 7)).toBe(true)
  })

  it('passes over what is not wanted, however the stream is cut', () => {
    fc.assert(
      fc.property(messages, cuts, (sent, at) => {
        const seen: number[] = []
        const passed: number[] = []
        const choose = (type: number, bodyBytes: number) => {
          if (type < 128) return gatherWhole(bodyBytes)
          passed.push(type)
          return null
        }
        const reader = new FrameReader((type) => seen.push(type), choose)
        for (const chunk of cut(encode(sent), at)) expect(reader.push(chunk)).toHaveLength(0)
        expect([...seen, ...passed].toSorted((left, right) => left - right)).toEqual(
          sent.map(([type]) => type).toSorted((left, right) => left - right),
        )
        expect(seen.filter((type) => type < 128)).toEqual(sent.map(([type]) => type).filter((type) => type < 128))
      }),
    )
  })

  it('refuses a length that cannot be', () => {
    const reader = new FrameReader(() => {})
    expect(() => reader.push(Buffer.from([MESSAGE.dataRow, 0, 0, 0, 3, 0]))).toThrow('length 3')
  })
})

describe('CopyDataWalker', () => {
  it('counts exactly the bytes of the CopyData frames that lead the stream', () => {
    fc.assert(
      fc.property(messages, messages, cuts, (data, after, at) => {
        const copyData = encode(data.map(([, body]) => [MESSAGE.copyData, body]))
        const others = encode([[MESSAGE.copyDone, new Uint8Array()], ...after])
        const walker = new CopyDataWalker()
        let walked = 0
        for (const chunk of cut(Buffer.concat([copyData, others]), at)) {
          const length = walker.walk(chunk)
          walked += length
          if (length < chunk.length) break
        }
        expect(walked).toBe(copyData.length)
      }),
    )
  })

  it('knows what completes the frame it is in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat(), (bodies, at) => {
        const sent = encode(bodies.map((body) => [MESSAGE.copyData, body]))
        const part = sent.subarray(0, at % (sent.length + 1))
        const walker = new CopyDataWalker()
        walker.walk(part)
        const completion = walker.completion(1000) ?? Buffer.alloc(0)
        let frames = 0
        const reader = new FrameReader((type) => (frames += Number(type === MESSAGE.copyData)))
        reader.push(Buffer.concat([part, completion, frame(MESSAGE.copyFail)]))
        expect(frames).toBeGreaterThanOrEqual(part.length > 0 ? 1 : 0)
        expect(walker.walk(Buffer.concat([completion, frame(MESSAGE.copyFail)]))).toBe(completion.length)
      }),
    )
  })

  it('does not complete a frame of which too much is missing', () => {
    const walker = new CopyDataWalker()
    walker.walk(frame(MESSAGE.copyData, Buffer.alloc(5000)).subarray(0, 100))
    expect(walker.completion(1000)).toBeNull()
  })
})

function encode(list: readonly (readonly [number, Uint8Array])[]): Buffer {
  return Buffer.concat(list.map(([type, body]) => frame(type, body)))
}

function cut(whole: Buffer, at: readonly number[]): Buffer[] {
  const edges = [...new Set([0, ...at.filter((edge) => edge < whole.length), whole.length])].sort((a, b) => a - b)
  return edges.slice(1).map((end, index) => whole.subarray(edges[index], end))
}
