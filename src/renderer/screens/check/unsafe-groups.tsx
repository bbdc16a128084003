// The files that are not safe, by reason: a card for each, its files a page at a time, so that a long list stays a short page.
import { useState } from 'react'
import type { SourceCheck, UnsafeFile, UnsafeKind } from '../../../shared/check-schemas.ts'
import type { FileState } from '../../../shared/model.ts'
import { unsafeKinds } from '../../../shared/unsafe-kinds.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Unanswered } from '../../parts/unanswered.tsx'
import { useAnswer, useLanguage, useSession } from '../../state/use-window.tsx'
import { inLineStates } from '../history/outcomes.ts'
import { unsafeDetail } from './row-words.ts'

/** As many as are read without losing the place. */
const rowsAtOnce = 20

/** Reasons of which the history tells more. */
const states: Partial<Record<UnsafeKind, readonly FileState[]>> = {
  waiting: [...inLineStates, 'waiting'],
  skipped: ['skipped'],
  refused: ['failed'],
}

/** All of them; nothing where every file is safe. */
export function UnsafeGroups({ check }: { check: SourceCheck }) {
  const { words } = useLanguage()
  const met = unsafeKinds.filter((kind) => (check.reasons[kind] ?? 0) > 0)
  if (met.length === 0) return null
  return (
    <section className="stack" aria-labelledby="erase-unsafe">
      <h2 id="erase-unsafe">{words.check.unsafe}</h2>
      {met.map((kind) => (
        <Group
          key={`${check.checkId} ${kind}`}
          check={check}
          kind={kind}
          count={check.reasons[kind] ?? 0}
        />
      ))}
    </section>
  )
}

function Group({
  check: { checkId, sourceId },
  kind,
  count,
}: {
  check: SourceCheck
  kind: UnsafeKind
  count: number
}) {
  const { words } = useLanguage()
  const own = words.check
  const session = useSession()
  const { title, text } = own.reasons[kind]
  const [from, setFrom] = useState(0)
  const answer = useAnswer(
    'unsafeFiles',
    { checkId, reason: kind, from, limit: rowsAtOnce },
    // A page that is full stays as it is while the check goes on.
    { revision: Math.min(count, from + rowsAtOnce + 1) },
  )
  const filter = states[kind]
  const listed = answer.value?.listed ?? 0
  return (
    <section className="card" aria-label={title}>
      <div className="row-apart">
        <h3>{own.reason(title, count)}</h3>
        {filter !== undefined && (
          <Button
            weight="quiet"
            aria-label={words.common.actionOn(own.showInHistory, title)}
            onPress={() =>
              session.go({ to: 'history', filter: { sourceId, folder: '', states: [...filter] } })
            }
          >
            {own.showInHistory}
          </Button>
        )}
      </div>
      <p className="soft">{text}</p>
      {answer.value === null ? (
        <Unanswered answer={answer} />
      ) : (
        <ul className="erase-files" aria-label={own.list(title)}>
          {answer.value.rows.map((file, at) => (
            // Names that are not UTF-8 may be written alike.
            <Row key={answer.value === null ? at : answer.value.from + at} file={file} />
          ))}
        </ul>
      )}
      <Pages title={title} from={from} listed={listed} onGo={setFrom} />
      {listed > 0 && listed < count && <p className="soft small">{own.more(count - listed)}</p>}
    </section>
  )
}

function Row({ file }: { file: UnsafeFile }) {
  const language = useLanguage()
  const { words, format } = language
  const own = words.check
  const { path, isFolder, sizeBytes, reason } = file
  const end = path.lastIndexOf('/') + 1
  const folder = path.slice(0, Math.max(0, end - 1))
  const about = [
    ...(isFolder && path !== '' ? [own.folder] : []),
    ...(sizeBytes === null ? [] : [format.bytes(sizeBytes)]),
    ...unsafeDetail(reason, words),
  ]
  return (
    <li className="erase-file">
      <Icon name={isFolder ? 'folder' : 'photo'} size={16} />
      <div>
        <p>
          <bdi>{path === '' ? own.whole : path.slice(end)}</bdi>
        </p>
        <p className="soft small">
          {folder !== '' && <bdi>{folder}</bdi>}
          {folder !== '' && about.length > 0 && ' · '}
          {about.join(' · ')}
        </p>
      </div>
    </li>
  )
}

function Pages({
  title,
  from,
  listed,
  onGo,
}: {
  title: string
  from: number
  listed: number
  onGo(from: number): void
}) {
  const { words } = useLanguage()
  const own = words.check
  if (listed <= rowsAtOnce) return null
  const last = Math.min(listed, from + rowsAtOnce)
  return (
    <div className="row">
      <Button
        icon="back"
        aria-label={words.common.actionOn(own.previous, title)}
        isDisabled={from === 0}
        onPress={() => onGo(Math.max(0, from - rowsAtOnce))}
      >
        {own.previous}
      </Button>
      <Button
        iconAfter="forward"
        aria-label={words.common.actionOn(own.next, title)}
        isDisabled={last >= listed}
        onPress={() => onGo(from + rowsAtOnce)}
      >
        {own.next}
      </Button>
      <span className="soft" role="status">
        {own.range(from + 1, last, listed)}
      </span>
    </div>
  )
}
