// The count of photos that meet trouble in a row: who counts, what ends it, and what is counted apart.
import { describe, expect, it } from 'vitest'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { createTroubleBook } from '../../../src/main/engine/queue/trouble.ts'
import { aLifecycle, anItem } from '../../builders/items.ts'

const reading = (fileId: number): WorkItem =>
  anItem({ fileId, lifecycle: { state: 'fingerprinted' } })
const sending = (fileId: number): WorkItem => anItem({ fileId })
/** A photo of a batch that failed so often before. */
const creating = (fileId: number, attempts = 0): WorkItem => {
  const lifecycle = aLifecycle('creating')
  if (lifecycle.state !== 'creating') throw new Error('another state')
  return anItem({ fileId, lifecycle: { ...lifecycle, attempts } })
}

describe('photos that meet trouble', () => {
  it('count each once, however often they meet it', () => {
    const book = createTroubleBook()
    const met = [1, 2, 2, 3].map((id) => book.meet([sending(id)], false).inARow)
    expect(met).toEqual([1, 2, 2, 3])
  })

  it('in one request count once each of them failed three times, or at once where all are meant', () => {
    const book = createTroubleBook()
    expect(book.meet([creating(1), creating(2)], false).inARow).toBe(0)
    expect(book.meet([creating(1, 3), creating(2, 2)], false).inARow).toBe(0)
    expect(book.meet([creating(1, 3), creating(2, 3)], false).inARow).toBe(2)
    expect(book.meet([creating(3), creating(4)], true).inARow).toBe(4)
  })

  it('have the others to speak for the line until one of them fails again', () => {
    const book = createTroubleBook()
    expect(book.meet([sending(1)], false).isVouched).toBe(true)
    expect(book.meet([sending(2)], false).isVouched).toBe(true)
    expect(book.meet([sending(1)], false).isVouched).toBe(false)
    expect(book.meet([creating(1), creating(2)], false).isVouched).toBe(true)
    expect(book.meet([creating(3), creating(2)], false).isVouched).toBe(false)
    book.worked('sending')
    expect(book.meet([sending(1)], false)).toEqual({ inARow: 1, isVouched: true })
  })

  it('are told beside those that meet it now, also where they do not count yet', () => {
    const book = createTroubleBook()
    book.meet([sending(1)], false)
    book.meet([creating(2), creating(3)], false)
    expect(book.met([sending(4)])).toEqual([1])
    expect(book.met([creating(3)])).toEqual([2])
    expect(book.met([reading(5)])).toEqual([])
  })

  it('are counted apart while they are read, sent and created, and trouble is over with the last', () => {
    const book = createTroubleBook()
    book.meet([reading(1)], false)
    book.meet([sending(2)], false)
    expect(book.meet([creating(3)], false).inARow).toBe(1)
    expect([book.worked('sending'), book.worked('reading')]).toEqual([false, false])
    expect(book.meet([sending(4)], false).inARow).toBe(1)
    expect([book.worked('creating'), book.worked('sending')]).toEqual([false, true])
  })
})
