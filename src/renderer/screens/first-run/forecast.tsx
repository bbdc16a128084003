// What lies ahead, on the last step: how much goes, when it will be done, and whether the account has room for it.
import { forecastEnd, forecastRoom } from '../../../shared/forecast.ts'
import type { Settings } from '../../../shared/model.ts'
import type { Status } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAnswer, useCall, useLanguage, useNow } from '../../state/use-window.tsx'

/** How often the estimate is asked for while it still gets better. */
const estimateAgainMs = 1_500

/** The forecast for these settings. */
export function Forecast({ status, settings }: { status: Status; settings: Settings }) {
  const { words } = useLanguage()
  const own = words.firstRun.forecast
  const call = useCall()
  const now = useNow()
  const { already, limits, leaveOutSmallPictures } = settings
  const estimate = useAnswer(
    'estimateSizes',
    {},
    {
      revision: JSON.stringify([already, limits, leaveOutSmallPictures]),
      repeatMs: ({ isWhole }) => (isWhole ? null : estimateAgainMs),
    },
  ).value
  if (estimate === null) return <p className="soft">{own.working}</p>
  const isHigh = settings.photoSize === 'high'
  const bytes = isHigh ? estimate.highBytes : estimate.originalBytes
  const { requests, progress } = status
  const end = forecastEnd({
    nowMs: now,
    remainingFiles: estimate.files,
    remainingBytes: bytes,
    bytesPerSecond: progress.bytesPerSecond,
    requestsLeftToday: Math.max(0, requests.limit - requests.usedToday),
    requestsPerDay: requests.limit,
    resetsAtMs: requests.resetsAt,
    allowedHours: settings.allowedHours,
    pausedUntil: settings.pausedUntil,
  })
  const room = forecastRoom(status.storage, bytes)
  const isExact = estimate.isWhole && (!isHigh || estimate.spreadBytes === 0)
  return (
    <section className="card forecast" aria-label={own.title}>
      <p className="forecast-size">{own.size(estimate.files, bytes, isExact)}</p>
      {estimate.files > 0 && <p>{own.end(end, bytes, requests.limit, now)}</p>}
      {room.kind === 'enough' && <p className="soft">{own.room(room.freeBytes)}</p>}
      {room.kind === 'too-little' && (
        <div className="row forecast-short">
          <p className="warning">
            <Icon name="alert" size={16} />
            {own.tooLittle(room.freeBytes, room.missingBytes)}
          </p>
          <Button onPress={() => void call('openPage', { page: 'google-storage' })}>
            {words.home.manageStorage}
          </Button>
        </div>
      )}
    </section>
  )
}
