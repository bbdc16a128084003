// The week as 7 x 24 cells: click or drag to paint, or arrow keys and Space. One Tab stop for the whole grid.
// The string behind it is state/hours.ts.
import { useRef, useState, type KeyboardEvent } from 'react'
import { isAllowed, placeInWeek, withDaySwitched, withHour } from '../../state/hours.ts'
import { useLanguage, useNow } from '../../state/use-window.tsx'

/** The grid. */
export function HoursGrid({ hours, onChange }: { hours: string; onChange(hours: string): void }) {
  const { words, format, direction } = useLanguage()
  const own = words.settings
  const grid = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState({ day: 0, hour: 0 })
  // What a drag paints with; null while nothing is held down.
  const brush = useRef<boolean | null>(null)
  const now = placeInWeek(useNow(60_000))
  const days = format.weekdayNames('short')
  const longDays = format.weekdayNames('long')

  const focusCell = (day: number, hour: number): void => {
    setActive({ day, hour })
    grid.current?.querySelector<HTMLElement>(`[data-cell="${day}-${hour}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { day, hour } = active
    const forward = direction === 'rtl' ? -1 : 1
    const steps: Record<string, [number, number]> = {
      ArrowRight: [0, forward],
      ArrowLeft: [0, -forward],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      Home: [0, -hour],
      End: [0, 23 - hour],
    }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const nextDay = Math.max(0, Math.min(6, day + step[0]))
      const nextHour = Math.max(0, Math.min(23, hour + step[1]))
      if (event.shiftKey) onChange(withHour(hours, nextDay, nextHour, isAllowed(hours, day, hour)))
      focusCell(nextDay, nextHour)
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      onChange(withHour(hours, day, hour, !isAllowed(hours, day, hour)))
    }
  }
  return (
    <div className="hours-scroll">
      <div
        className="hours"
        role="grid"
        aria-label={own.hoursGrid}
        aria-describedby="hours-help"
        aria-multiselectable="true"
        ref={grid}
        onPointerUp={() => {
          brush.current = null
        }}
        onPointerLeave={() => {
          brush.current = null
        }}
      >
        <div role="row" className="hours-row">
          <span role="columnheader" className="hours-corner">
            <span className="visually-hidden">{own.sections.hours}</span>
          </span>
          {Array.from({ length: 24 }, (_, hour) => (
            <span key={hour} role="columnheader" className="hours-head">
              <span className="visually-hidden">{format.hour(hour)}</span>
              <span aria-hidden="true">{hour % 3 === 0 ? format.hour(hour) : ''}</span>
            </span>
          ))}
        </div>
        {days.map((dayName, day) => (
          <div key={dayName} role="row" className="hours-row">
            <span role="rowheader" className="hours-day">
              <button
                type="button"
                className="hours-day-button"
                onClick={() => onChange(withDaySwitched(hours, day))}
              >
                {dayName} <span className="visually-hidden">{own.hoursDay}</span>
              </button>
            </span>
            {Array.from({ length: 24 }, (_, hour) => {
              const isOn = isAllowed(hours, day, hour)
              const isActive = active.day === day && active.hour === hour
              const isNow = now.day === day && now.hour === hour
              return (
                <span
                  key={hour}
                  role="gridcell"
                  className={isOn ? 'hours-cell is-on' : 'hours-cell'}
                  data-cell={`${day}-${hour}`}
                  tabIndex={isActive ? 0 : -1}
                  aria-selected={isOn}
                  aria-label={own.hoursCell(longDays[day] ?? dayName, format.hour(hour))}
                  aria-current={isNow ? 'time' : undefined}
                  onKeyDown={onKeyDown}
                  onFocus={() => setActive({ day, hour })}
                  onPointerDown={(event) => {
                    if (event.button !== 0) return
                    // Touch would keep sending its events to the first cell.
                    event.currentTarget.releasePointerCapture(event.pointerId)
                    brush.current = !isOn
                    onChange(withHour(hours, day, hour, !isOn))
                  }}
                  onPointerEnter={() => {
                    if (brush.current !== null && brush.current !== isOn)
                      onChange(withHour(hours, day, hour, brush.current))
                  }}
                >
                  {isNow && (
                    <span className={`hours-now hours-now-${now.quarter}`} aria-hidden="true" />
                  )}
                </span>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
