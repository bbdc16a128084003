/**
 * Pages of a list. A page token names the last entry given, so that items added meanwhile neither repeat nor hide others.
 */
import { Refusal } from '../core/answer.ts'
import { invalidArgument } from '../core/google-errors.ts'

/** One page and the token of the next. */
export type Page<T> = { readonly entries: readonly T[]; readonly nextPageToken: string | null }

/** How large pages are in one method. */
export type PageRules = { readonly defaultSize: number; readonly maxSize: number }

/** Cuts the page that was asked for out of a sorted list. */
export function pageOf<T>(
  all: readonly T[],
  idOf: (entry: T) => string,
  rules: PageRules,
  asked: { pageSize?: number | undefined; pageToken?: string | undefined },
): Page<T> {
  const askedSize = asked.pageSize ?? 0
  if (askedSize < 0) throw new Refusal(invalidArgument('Page size must not be negative.'))
  const size = askedSize === 0 ? rules.defaultSize : Math.min(askedSize, rules.maxSize)
  const start = startOf(all, idOf, asked.pageToken)
  const entries = all.slice(start, start + size)
  const last = entries.at(-1)
  const hasMore = start + size < all.length
  return {
    entries,
    nextPageToken: hasMore && last !== undefined ? encode(start + size - 1, idOf(last)) : null,
  }
}

/** The page size in a query string. */
export function pageSizeIn(url: URL): number | undefined {
  const value = url.searchParams.get('pageSize')
  if (value === null) return undefined
  const size = Number(value)
  if (Number.isInteger(size)) return size
  throw new Refusal(
    invalidArgument(`Invalid value at 'page_size' (TYPE_INT32), "${value.slice(0, 50)}"`),
  )
}

function encode(index: number, id: string): string {
  return Buffer.from(`${String(index)} ${id}`).toString('base64url')
}

function startOf<T>(
  all: readonly T[],
  idOf: (entry: T) => string,
  token: string | undefined,
): number {
  if (token === undefined || token === '') return 0
  const [place = '', id = ''] = Buffer.from(token, 'base64url').toString('utf8').split(' ')
  const guess = Number(place)
  const there = all[guess]
  // The entry is nearly always where it was; only a list that changed meanwhile is searched.
  const index =
    there !== undefined && idOf(there) === id ? guess : all.findIndex((entry) => idOf(entry) === id)
  if (index === -1) throw new Refusal(invalidArgument('Invalid page token.'))
  return index + 1
}
