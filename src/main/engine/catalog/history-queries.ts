// Which files a history filter finds, in order and within bounds. Chooses the index that leads: the one for the rarest thing
// asked for; by size or by day taken only where that gives few enough to sort, else the one of that order. What is left of
// the filter is tested on the rows that it gives, on at most so many of them for one page.
import type { HistoryFilter, HistoryOrder } from '../../../shared/contract.ts'
import { fileStates } from '../../../shared/model.ts'
import type { AlbumOwner } from '../ports/albums.ts'
import type { Room } from './database.ts'
import { doubtful, isDoubtful } from './doubtful.ts'
import { albumLeads, albumTests, albumValues } from './file-albums.ts'
import { folderCount, isByFolder } from './folder-count.ts'
import { filesOf, folderValues, inFolders, isIn, type Values } from './folder-sql.ts'
import { isShownAlone } from './history-partners.ts'
import { orders, type Cursor } from './orders.ts'
import { likeAnywhere, wordsOf } from './paths.ts'
import type { Sources } from './sources.ts'

/** Finds files for the history. */
export interface HistoryQueries {
  page(
    filter: Partial<HistoryFilter>,
    after: Cursor | null,
    limit: number,
    order: HistoryOrder,
  ): { ids: number[]; next: Cursor | null }
  /** The places of many rows at once. */
  places(
    filter: Partial<HistoryFilter>,
    after: Cursor,
    order: HistoryOrder,
  ): { places: [id: number, key: number][]; next: Cursor | null }
  count(
    filter: Partial<HistoryFilter>,
    after: Cursor | null,
  ): { files: number; next: Cursor | null }
}

/** Rows that are tested for one page or one part of a count: about 10 ms. */
const testedAtOnce = 30_000
/** So few files are read whole and sorted, wherever they are in the order that is asked for. */
const sortedAtOnce = 5_000
/** Of what takes longer to test: whether a photo is in an album. */
const slowlyTestedAtOnce = 6_000
/** Rows that an index counts at once: as long. */
const seenAtOnce = 100_000
// SQLite merges at most 500 ordered SELECTs; well below that, reading them all in one order is as good.
const mostArms = 100
// Distinct filters whose statements are kept.
const mostStatements = 100

interface Query {
  /** SELECTs of id and key, each in order by its index or of few rows; joined by UNION ALL they are merged. */
  arms: string[]
  /** What the arms leave open, on `file`. */
  tests: string[]
  /** So many rows are tested for one page. */
  bound: number
  values: Values
}

/** Prepares on demand: there are few filters that anyone uses. */
export function createHistoryQueries(
  { db, book }: Room,
  sources: Sources,
  albumOwner: () => AlbumOwner | null,
): HistoryQueries {
  const statements = new Map<string, ReturnType<typeof db.prepare>>()
  const prepared = (sql: string) => {
    let statement = statements.get(sql)
    if (statement === undefined) {
      if (statements.size >= mostStatements) statements.clear()
      statements.set(sql, (statement = db.prepare(sql).raw()))
    }
    return statement
  }
  const countOf = (sourceIds: readonly number[], states: readonly string[]): number => {
    let files = 0
    for (const id of sourceIds) {
      for (const [state, count] of book.counts().get(id) ?? []) {
        if (states.includes(state)) files += count.files
      }
    }
    return files
  }

  const hasPairs = (): boolean => prepared('SELECT 1 FROM pair LIMIT 1').get({}) !== undefined

  const isSmall = (from: string, values: Values): boolean => {
    const [files] = prepared(
      `SELECT count(*) FROM (SELECT 1 ${from} LIMIT ${sortedAtOnce + 1})`,
    ).get(values) as [number]
    return files <= sortedAtOnce
  }

  const build = (
    filter: Partial<HistoryFilter>,
    after: Cursor | null,
    order: HistoryOrder,
  ): Query => {
    const tests: string[] = []
    const values: Values = {}
    const { column, index: whole } = orders[order]
    // Only the index of the last change has others beside it that lead by what is asked for and are in its order.
    const isByChange = order === 'changed'
    const below = after === null ? [] : [`(${column}, id) < (@key, @id)`]
    if (after !== null) Object.assign(values, { key: after.key, id: after.id })
    const from = filter.changedFrom ?? null
    const to = filter.changedTo ?? null
    if (from !== null) values['from'] = from
    if (to !== null) values['to'] = to
    const span = [
      ...(from === null ? [] : ['changed_at >= @from']),
      ...(to === null ? [] : ['changed_at <= @to']),
    ]
    const rowsBy = (index: string, where: readonly string[]): string =>
      `SELECT id, ${column} AS key FROM file INDEXED BY ${index} WHERE ${['1', ...where].join(' AND ')}`
    const arm = (index: string, where: string): string => rowsBy(index, [where, ...span, ...below])
    // What an index cannot bound is a test, so that no page looks at more rows than it may.
    const wholeArm = (): string => (isByChange ? arm(whole, '1') : rowsBy(whole, below))

    const allSources = sources.sources().map((source) => source.sourceId)
    const sourceId = filter.sourceId ?? null
    const wantedSources = sourceId === null ? allSources : [Number(sourceId)]
    const states = filter.states ?? []
    const wantedStates: readonly string[] = states.length === 0 ? fileStates : states
    const reason = filter.reason ?? null
    const mediaKind = filter.mediaKind ?? null
    const hasDate = filter.hasDate ?? null
    const folder = filter.folder ?? ''

    const isNarrow = sourceId !== null || states.length > 0
    const placed = wantedSources.flatMap((id) => wantedStates.map((state) => ({ id, state })))
    const placedCount = isNarrow ? countOf(wantedSources, wantedStates) : Infinity
    const total = countOf(allSources, fileStates)
    // A tenth of everything is rare enough to lead; what is commoner is met soon enough by any other order.
    const isFewArms = placed.length <= mostArms
    const isPlaceRare = isFewArms && placedCount <= (isByChange ? total / 10 : sortedAtOnce)
    const placeArms = (): string[] =>
      placed.map(({ id, state }, index) => {
        values[`source${index}`] = id
        values[`state${index}`] = state
        return arm('file_state', `source_id = @source${index} AND state = @state${index}`)
      })
    const testPlace = (): void => {
      if (sourceId !== null) {
        tests.push('file.source_id = @sourceId')
        values['sourceId'] = Number(sourceId)
      }
      if (states.length > 0) {
        states.forEach((state, index) => (values[`test${index}`] = state))
        tests.push(`file.state IN (${states.map((_, index) => `@test${index}`).join(', ')})`)
      }
    }

    const hasReason = reason === doubtful ? `file.${isDoubtful}` : 'file.reason = @reason'
    if (reason !== null && reason !== doubtful) values['reason'] = reason
    const isFolderSmall =
      folder !== '' && isSmall(filesOf(sourceId), folderValues(sourceId, folder))
    const mayLead = (index: string, where: string): boolean =>
      isByChange || isSmall(`FROM file INDEXED BY ${index} WHERE ${where}`, values)

    let arms: string[] | null = null
    let isPlaced = false
    let isReasonLed = false
    const album = filter.album ?? null
    const lead = album === null ? null : albumLeads[album]
    if (album !== null) {
      Object.assign(values, albumValues(albumOwner()))
      tests.push(albumTests[album])
    }
    const isLeadSmall =
      lead !== null &&
      isSmall(lead.rows, {}) &&
      isSmall(`FROM file INDEXED BY file_content WHERE ${lead.contents}`, {})
    if (isLeadSmall) arms = [arm('file_content', lead.contents)]
    else if (isFolderSmall) arms = [arm('file_coverage', inFolders(isIn(sourceId)))]
    else if (reason === doubtful) {
      arms = [arm('file_content', isDoubtful)]
      isReasonLed = true
    } else if (reason !== null && mayLead('file_reason', 'reason = @reason')) {
      arms = [arm('file_reason', 'reason = @reason')]
      isReasonLed = true
    } else if (isPlaceRare) {
      arms = placeArms()
      isPlaced = true
    } else if (!isByChange) {
      const isSpanSmall = span.length > 0 && mayLead('file_changed', span.join(' AND '))
      arms = [isSpanSmall ? arm('file_changed', '1') : wholeArm()]
      if (!isSpanSmall) tests.push(...span.map((part) => `file.${part}`))
    }
    if (reason !== null && !isReasonLed) tests.push(hasReason)
    if (mediaKind !== null) {
      values['mediaKind'] = mediaKind
      if (arms === null) arms = [arm('file_media', 'media_kind = @mediaKind')]
      else tests.push('file.media_kind = @mediaKind')
    }
    if (hasDate !== null) {
      values['hasDate'] = hasDate ? 1 : 0
      if (arms === null) arms = [arm('file_date', 'has_date = @hasDate')]
      else tests.push('file.has_date = @hasDate')
    }
    if (arms === null && isNarrow && isFewArms) arms = placeArms()
    else if (!isPlaced) testPlace()
    arms ??= [wholeArm()]

    if (folder !== '') {
      Object.assign(values, folderValues(sourceId, folder))
      if (!isFolderSmall || isLeadSmall) tests.push(inFolders(isIn(null)))
    }
    const worded = wordsOf(filter.search ?? '').map((word, index) => {
      values[`word${index}`] = likeAnywhere(word)
      const isLike = `LIKE @word${index} ESCAPE '\\'`
      // The folders with the word are looked up once for all rows.
      return `(coalesce(file.folded_name, file.name) ${isLike}
          OR ${inFolders(`coalesce(folder.folded_path, folder.path) ${isLike}`)})`
    })
    tests.push(...worded)
    if (filter.isFolded === true && album === null && reason !== doubtful && hasPairs()) {
      tests.push(isShownAlone(filter, values, { hasReason, span, worded }))
    }
    return { arms, tests, values, bound: album === null ? testedAtOnce : slowlyTestedAtOnce }
  }

  const ordered = ({ arms }: Query): string =>
    `${arms.join(' UNION ALL ')} ORDER BY key DESC, id DESC`
  const tested = (query: Query, bound: string): string =>
    `FROM (${ordered(query)} LIMIT ${bound}) AS met
     CROSS JOIN file ON file.id = met.id
     WHERE ${query.tests.join(' AND ')}`

  /** The last of so many rows that a query looks at; null when it has fewer. */
  const lastOf = (query: Query, rows: number): Cursor | null => {
    const edge = prepared(`${ordered(query)} LIMIT 1 OFFSET @offset`).get({
      ...query.values,
      offset: rows - 1,
    }) as [number, number] | undefined
    return edge === undefined ? null : { id: edge[0], key: edge[1] }
  }

  return {
    page: (filter, after, limit, order) => {
      const query = build(filter, after, order)
      if (query.arms.length === 0) return { ids: [], next: null }
      const isTested = query.tests.length > 0
      const sql = isTested
        ? `SELECT met.id, met.key ${tested(query, '@bound')} LIMIT @limit`
        : `${ordered(query)} LIMIT @limit`
      const rows = prepared(sql).all({
        ...query.values,
        ...(isTested ? { bound: query.bound } : {}),
        limit,
      }) as [number, number][]
      const ids = rows.map(([id]) => id)
      const last = rows.at(-1)
      if (last !== undefined && rows.length === limit) {
        return { ids, next: { id: last[0], key: last[1] } }
      }
      // The bound was reached before the page was full: the next page goes on behind the last row tested.
      return { ids, next: isTested ? lastOf(query, query.bound) : null }
    },

    places: (filter, after, order) => {
      const query = build(filter, after, order)
      if (query.arms.length === 0) return { places: [], next: null }
      const isTested = query.tests.length > 0
      const sql = isTested
        ? `SELECT met.id, met.key ${tested(query, '@bound')}`
        : `${ordered(query)} LIMIT @bound`
      const values = { ...query.values, bound: query.bound }
      return {
        places: prepared(sql).all(values) as [number, number][],
        next: lastOf(query, query.bound),
      }
    },

    count: (filter, after) => {
      if (isByFolder(filter)) {
        const { sql, values } = folderCount(filter)
        const [files] = prepared(sql).get(values) as [number]
        return { files, next: null }
      }
      const query = build(filter, after, 'changed')
      if (query.arms.length === 0) return { files: 0, next: null }
      const isTested = query.tests.length > 0
      const bound = isTested ? query.bound : seenAtOnce
      const from = isTested ? tested(query, '@bound') : `FROM (${ordered(query)} LIMIT @bound)`
      const [files] = prepared(`SELECT count(*) ${from}`).get({ ...query.values, bound }) as [
        number,
      ]
      return { files, next: lastOf(query, bound) }
    },
  }
}
