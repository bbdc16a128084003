/**
 * The fault rules that are set, and the choice of those that meet a request.
 * A rule that only needs the headers fires early, before the body is read; one that needs the bytes or the
 * items of a batch fires late, once they are known. What a fault does is left to exchange.ts and batch-create.ts.
 */
import type { ActiveFault, FaultAction, FaultRule } from './fault-rule.ts'
import { operations } from './operations.ts'

/** What is known of one photo in a request. */
export type FaultSubject = {
  readonly fileName: string | null
  readonly contentSha256: string | null
  readonly itemIndex: number
}

/** What the headers of a request tell. */
export type EarlyFacts = {
  readonly fileName: string | null
  /** The announced length of the body, 0 when none is announced. */
  readonly lengthBytes: number
}

/** A rule that fired, with the subjects it is about (all of them when it names none). */
export type FiredFault = {
  readonly id: string
  readonly action: FaultAction
  readonly subjects: readonly FaultSubject[]
}

/** The rules that are set. */
export type Faults = {
  add(rule: FaultRule): string
  list(): ActiveFault[]
  /** Removes one rule or all, and lets go whatever is stalled on them. */
  remove(id?: string): void
  /** Lets go the requests stalled by one rule or by any. */
  release(id?: string): void
  early(operation: string, known: EarlyFacts): FiredFault | null
  late(operation: string, subjects: readonly FaultSubject[]): FiredFault[]
  /** Resolves when the rule is released or removed. */
  released(id: string): Promise<void>
}

type Rule = {
  readonly id: string
  readonly rule: FaultRule
  readonly random: () => number
  seen: number
  fired: number
}

/** Makes an empty set of rules. */
export function createFaults(): Faults {
  const rules: Rule[] = []
  const waiting = new Map<string, (() => void)[]>()
  let lastId = 0

  const release = (id?: string): void => {
    for (const [key, resolves] of [...waiting]) {
      if (id !== undefined && key !== id) continue
      waiting.delete(key)
      for (const resolve of resolves) resolve()
    }
  }

  const fires = (rule: Rule): boolean => {
    rule.seen += 1
    const times = rule.rule.times ?? 1
    if (rule.seen <= (rule.rule.skip ?? 0)) return false
    if (times !== 'always' && rule.fired >= times) return false
    if (rule.rule.probability !== undefined && rule.random() >= rule.rule.probability) return false
    rule.fired += 1
    return true
  }

  return {
    add: (rule) => {
      refuseUnknownOperations(rule)
      lastId += 1
      const id = `fault-${String(lastId)}`
      rules.push({ id, rule, random: seededRandom(rule.seed ?? lastId), seen: 0, fired: 0 })
      return id
    },
    list: () => rules.map(({ id, rule, seen, fired }) => ({ ...rule, id, seen, fired })),
    remove: (id) => {
      for (let index = rules.length - 1; index >= 0; index -= 1) {
        if (id === undefined || rules[index]?.id === id) rules.splice(index, 1)
      }
      release(id)
    },
    release,
    early: (operation, { fileName, lengthBytes }) => {
      for (const rule of rules) {
        if (!isOn(rule.rule, operation) || isLate(rule.rule, operation)) continue
        const wanted = rule.rule.match?.fileName
        if (wanted !== undefined && wanted !== fileName) continue
        if (lengthBytes < (rule.rule.match?.minBytes ?? 0)) continue
        if (fires(rule)) return { id: rule.id, action: rule.rule.action, subjects: [] }
      }
      return null
    },
    late: (operation, subjects) => {
      const fired: FiredFault[] = []
      for (const rule of rules) {
        if (!isOn(rule.rule, operation) || !isLate(rule.rule, operation)) continue
        const met = subjects.filter((subject) => matches(rule.rule, subject))
        if (met.length > 0 && fires(rule)) {
          fired.push({ id: rule.id, action: rule.rule.action, subjects: met })
        }
      }
      return fired
    },
    released: (id) =>
      new Promise((resolve) => {
        waiting.set(id, [...(waiting.get(id) ?? []), resolve])
      }),
  }
}

function refuseUnknownOperations(rule: FaultRule): void {
  for (const name of [rule.on].flat()) {
    const isKnown =
      name === 'any' || operations.some((known) => known === name || known.startsWith(`${name}.`))
    if (!isKnown) {
      throw new Error(
        `There is no operation "${name}". Expected "any" or one of: ${operations.join(', ')}.`,
      )
    }
  }
}

function isOn(rule: FaultRule, operation: string): boolean {
  return [rule.on]
    .flat()
    .some((name) => name === 'any' || name === operation || operation.startsWith(`${name}.`))
}

function isLate(rule: FaultRule, operation: string): boolean {
  if (rule.action.kind === 'itemCode' || rule.action.kind === 'dropResult') return true
  const match = rule.match
  if (match === undefined) return false
  if (match.contentSha256 !== undefined || match.itemIndex !== undefined) return true
  return operation === 'batchCreate' && match.fileName !== undefined
}

function matches(rule: FaultRule, subject: FaultSubject): boolean {
  const match = rule.match
  if (match === undefined) return true
  return (
    (match.fileName === undefined || match.fileName === subject.fileName) &&
    (match.contentSha256 === undefined || match.contentSha256 === subject.contentSha256) &&
    (match.itemIndex === undefined || match.itemIndex === subject.itemIndex)
  )
}

/** mulberry32: small, and the same sequence for the same seed on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}
