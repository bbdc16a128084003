// What is in Google Photos already: asked in the first run of all folders at once, and on the card of each. What follows from
// it is the engine's; what it means for photos without a date is offered here where somebody chose otherwise for them.
import { useId, useState } from 'react'
import {
  dayHere,
  googleStoppedOn,
  isTooLate,
  parseAlready,
  sinceOf,
  undatedWhere,
} from '../../../shared/already.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Radios } from '../../parts/choice.tsx'
import { useCall, useLanguage, useNow, useSession } from '../../state/use-window.tsx'

const ways = ['nothing', 'some', 'since'] as const
const days = ['today', 'stopped', 'other'] as const

type ChoiceProps = { already: string; onChange(already: string): void }

/** The question, and below it the day where one is wanted. */
export function AlreadyChoice({ already, onChange }: ChoiceProps) {
  const { words } = useLanguage()
  const own = words.folders.already
  const now = useNow(60_000)
  const way = already === 'nothing' || already === 'some' ? already : 'since'
  return (
    <div className="already">
      <Radios
        label={own.label}
        value={way}
        choices={ways.map((value) => ({ value, ...own.ways[value] }))}
        onChange={(chosen) => {
          if (chosen === way) return
          // The earlier day leaves out less.
          const first = isTooLate(googleStoppedOn, now) ? dayHere(now) : googleStoppedOn
          onChange(chosen === 'since' ? first : chosen)
        }}
      />
      {way === 'since' && <StartDay already={already} onChange={onChange} />}
    </div>
  )
}

/** The days that are offered, and any other. */
function StartDay({ already, onChange }: ChoiceProps) {
  const { words } = useLanguage()
  const own = words.folders.already
  const now = useNow(60_000)
  const [isOther, setOther] = useState(false)
  const today = dayHere(now)
  // Not where a clock is behind that day.
  const hasStopped = !isTooLate(googleStoppedOn, now)
  const isStopped = hasStopped && already === googleStoppedOn
  const offered = already === today ? 'today' : isStopped ? 'stopped' : 'other'
  const day = isOther ? 'other' : offered
  const titles = {
    today: own.today(now),
    stopped: own.stopped(sinceOf(googleStoppedOn) ?? 0),
    other: own.other,
  }
  return (
    <div className="already-day">
      <Radios
        label={own.day}
        value={day}
        choices={days
          .filter((value) => value !== 'stopped' || hasStopped)
          .map((value) => ({ value, title: titles[value] }))}
        onChange={(chosen) => {
          setOther(chosen === 'other')
          if (chosen !== 'other') onChange(chosen === 'today' ? today : googleStoppedOn)
        }}
      />
      {day === 'other' && <OtherDay already={already} onChange={onChange} />}
    </div>
  )
}

/** Any day that has come, or tomorrow; only a right one is told. */
function OtherDay({ already, onChange }: ChoiceProps) {
  const { words } = useLanguage()
  const own = words.folders.already
  const id = useId()
  const now = useNow(60_000)
  const [typed, setTyped] = useState(already)
  // Not at every key: the year 202 is only the beginning of 2026.
  const [isWrong, setWrong] = useState(false)
  const take = (): void => {
    const day = parseAlready(typed)
    const isRight = day !== null && sinceOf(day) !== null && !isTooLate(day, now)
    setWrong(!isRight)
    if (isRight && day !== already) onChange(day)
  }
  return (
    <div className="stack-tight already-other">
      <label className="date-field">
        <span>{own.otherLabel}</span>
        <input
          className="input"
          type="date"
          value={typed}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? id : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(false)
          }}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
          }}
        />
      </label>
      {isWrong && (
        <p className="field-error" id={id}>
          {own.otherWrong}
        </p>
      )}
    </div>
  )
}

/** The question on the card of a folder, with what its answer would mean for photos without a date. */
export function AlreadySetting({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const call = useCall()
  const { sourceId, already = 'some', undated = 'leave' } = source
  const wanted = undatedWhere(already)
  // Dates from names alone fit where nothing is there, too.
  const offer = wanted === 'leave' ? undated !== 'leave' : undated === 'leave'
  const own = words.folders.already.offers[wanted === 'leave' ? 'leave' : 'look']
  return (
    <div className="already">
      <AlreadyChoice
        already={already}
        onChange={(chosen) => void call('changeSource', { sourceId, already: chosen })}
      />
      {offer && (
        <div className="already-offer">
          <p className="small">{own.text}</p>
          <Button onPress={() => void call('changeSource', { sourceId, undated: wanted })}>
            {own.action}
          </Button>
        </div>
      )}
    </div>
  )
}

/** On the card itself: what is left out, and a way to it. */
export function AlreadyLine({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders.already
  const session = useSession()
  const { sourceId, already = 'some' } = source
  const since = sinceOf(already)
  if (since === null) return null
  const filter = { sourceId, folder: '', states: ['skipped' as const], reason: 'older-than-start' }
  return (
    <p className="small already-line">
      <span className="soft">{own.since(since)}</span>
      <Button weight="quiet" onPress={() => session.go({ to: 'history', filter })}>
        {own.showOlder}
      </Button>
    </p>
  )
}
