// Behaviour of the search for places to change: which there are in a text, and what is left alone.
import { describe, expect, it } from 'vitest'
import { mutationPoints } from './points.ts'

/** Every change of a text, written as what stood there and what comes instead. */
const changesOf = (text: string): string[] =>
  mutationPoints('snippet.ts', text).flatMap(({ kind, start, end, replacements }) =>
    replacements.map((other) => `${kind}: ${text.slice(start, end)} -> ${other}`),
  )

describe('mutation points', () => {
  it('turn comparisons and move their bounds', () => {
    expect(changesOf('const isFew = count <= 5')).toEqual([
      'comparison: <= -> <',
      'comparison: <= -> >',
      'bound: 5 -> 6',
      'bound: 5 -> 4',
    ])
  })

  it('make conditions always and never true, and swap what joins them', () => {
    expect(changesOf('if (isOpen && !isFull) x = 1')).toEqual([
      'condition: isOpen && !isFull -> true',
      'condition: isOpen && !isFull -> false',
      'condition: && -> ||',
      'condition: !isFull -> isFull',
      'bound: 1 -> 2',
      'bound: 1 -> 0',
    ])
    expect(changesOf('const name = given ?? other')).toEqual(['condition: given ?? other -> other'])
  })

  it('never make a loop endless', () => {
    expect(changesOf('while (isOpen) next()')).toEqual([
      'condition: isOpen -> false',
      'removed call: next() -> ;',
    ])
    expect(changesOf('for (const one of all) next(one)')).toEqual(['removed call: next(one) -> ;'])
  })

  it('give back something else of the type that a function names', () => {
    expect(changesOf('function a(): boolean { return b() }')).toEqual([
      'return: b() -> true',
      'return: b() -> false',
    ])
    expect(changesOf('const a = (): string | null => b()')).toEqual([
      'return: b() -> null',
      "return: b() -> ''",
    ])
    expect(changesOf('function a(): number[] { return [] }')).toEqual([])
  })

  it('halve and double big numbers, where one more would change nothing', () => {
    expect(changesOf('const waitMs = 30_000')).toEqual([
      'bound: 30_000 -> 60000',
      'bound: 30_000 -> 15000',
    ])
    expect(changesOf('const marker = 0xffd8')).toEqual([
      'bound: 0xffd8 -> 65497',
      'bound: 0xffd8 -> 65495',
    ])
    expect(changesOf('const least = Math.min(a, b)')).toEqual(['bound: min -> max'])
  })

  it('turn arithmetic and booleans round', () => {
    expect(changesOf('x = a + b * c')).toEqual(['arithmetic: + -> -', 'arithmetic: * -> /'])
    expect(changesOf('count++')).toEqual(['arithmetic: count++ -> count--'])
    expect(changesOf('let isDone = false')).toEqual(['boolean: false -> true'])
  })

  it('remove calls that stand for themselves, awaited or not', () => {
    expect(changesOf('await store.close()')).toEqual(['removed call: await store.close() -> ;'])
    expect(changesOf('const x = store.close()')).toEqual([])
    expect(changesOf('class A extends B { constructor() { super() } }')).toEqual([])
  })

  it('leave alone what the compiler has proved never to run', () => {
    expect(changesOf('assertNever(state)')).toEqual([])
    expect(changesOf('function a(b: never): string { return assertNever(b) }')).toEqual([])
  })

  it('leave types, imports and names alone', () => {
    expect(changesOf("import { a } from './a.ts'\nexport { b } from './b.ts'")).toEqual([])
    expect(changesOf('type A = { ok: true; size: 4 } | 5')).toEqual([])
    expect(changesOf('interface A { readonly ok: false }')).toEqual([])
    expect(changesOf("const names = { 1: 'one' } as const satisfies Record<1, 'one'>")).toEqual([])
  })

  it('are found between the tags of a page too', () => {
    const text = 'const a = <p>{isOpen ? b : null}</p>'
    expect(mutationPoints('page.tsx', text).map(({ kind }) => kind)).toEqual(['condition'])
  })
})
