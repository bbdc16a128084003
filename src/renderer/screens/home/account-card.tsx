// The Google account's room, how old that figure is, and the requests left today.
import { requestsLeft } from '../../../shared/standing.ts'
import type { Status } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { useCall, useLanguage, useNow, useSession } from '../../state/use-window.tsx'

/** Bytes that do not fit; 0 while that is not known. */
export function storageShortBytes(status: Status): number {
  if (status.storage === null || status.storage.limitBytes === null) return 0
  const left = status.storage.limitBytes - status.storage.usedBytes
  const toSend = status.progress.bytesTotal - status.progress.bytesDone
  return Math.max(0, toSend - left)
}

/** The card. */
export function AccountCard({ status }: { status: Status }) {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const now = useNow()
  const own = words.home
  const { storage, requests } = status
  const short = storageShortBytes(status)
  const { left, isShared } = requestsLeft(status)
  return (
    <Card
      title={own.details}
      action={
        <Button weight="quiet" onPress={() => session.go({ to: 'safety' })}>
          {own.coverage}
        </Button>
      }
    >
      <div className="account-figures">
        <div className="account-figure">
          <h3>{own.storage}</h3>
          {storage === null ? (
            <p className="soft">{own.storageUnknown}</p>
          ) : (
            <>
              {storage.limitBytes !== null && (
                <ProgressLine
                  label={own.storage}
                  share={storage.usedBytes / storage.limitBytes}
                  tone={
                    short > 0 || storage.usedBytes > storage.limitBytes * 0.95 ? 'warn' : 'accent'
                  }
                />
              )}
              <p>
                {storage.limitBytes === null
                  ? own.storageUnlimited(storage.usedBytes)
                  : own.storageUsed(storage.usedBytes, storage.limitBytes)}
              </p>
              <p className="soft small">{own.storageAge(storage.at, now)}</p>
              {short > 0 && (
                <div className="row storage-short">
                  <p>{own.storageShort(short)}</p>
                  <Button onPress={() => void call('openPage', { page: 'google-storage' })}>
                    {own.manageStorage}
                  </Button>
                </div>
              )}
            </>
          )}
        </div>
        <div className="account-figure">
          <h3>{own.requests}</h3>
          <ProgressLine
            label={own.requests}
            share={requests.limit > 0 ? left / requests.limit : 0}
            tone={left < requests.limit * 0.05 ? 'warn' : 'accent'}
          />
          <p>{own.requestsLeft(left, requests.limit)}</p>
          {isShared && <p>{own.requestsShared}</p>}
          <p className="soft small">{own.requestsText(requests.resetsAt, now)}</p>
        </div>
      </div>
    </Card>
  )
}
