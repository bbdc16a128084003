// The hours in which photos may go up.
import { Button } from '../../parts/button.tsx'
import { Banner } from '../../parts/card.tsx'
import { Radios } from '../../parts/choice.tsx'
import {
  allHours,
  allowedCount,
  isAllowed,
  nights,
  outsideWork,
  placeInWeek,
  weekends,
} from '../../state/hours.ts'
import { useLanguage, useNow } from '../../state/use-window.tsx'
import { HoursGrid } from './hours-grid.tsx'
import { Section, type SectionProps } from './section.tsx'

/** The section. */
export function HoursSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  const hours = settings.allowedHours
  const presets = [
    { label: own.hoursNights, week: nights },
    { label: own.hoursOutsideWork, week: outsideWork },
    { label: own.hoursWeekend, week: weekends },
  ]
  return (
    <Section name="hours">
      <Radios
        label={own.power}
        value={hours === null ? 'always' : 'chosen'}
        choices={[
          { value: 'always', title: own.hoursAlways },
          { value: 'chosen', title: own.hoursChosen },
        ]}
        // What was allowed until now stays so until somebody takes hours out.
        onChange={(value) => change({ allowedHours: value === 'always' ? null : allHours })}
      />
      {hours !== null && (
        <>
          <div className="row" role="group" aria-label={own.hoursPresets}>
            {presets.map(({ label, week }) => (
              <Button key={label} onPress={() => change({ allowedHours: week })}>
                {label}
              </Button>
            ))}
            <span className="soft small">{own.hoursSum(allowedCount(hours))}</span>
          </div>
          <HoursGrid hours={hours} onChange={(allowedHours) => change({ allowedHours })} />
          <Legend hours={hours} />
          <p className="soft small" id="hours-help">
            {own.hoursHelp}
          </p>
          {allowedCount(hours) === 0 && <Banner tone="warn">{own.hoursNone}</Banner>}
        </>
      )}
    </Section>
  )
}

/** What the two looks of an hour mean, and what holds now. */
function Legend({ hours }: { hours: string }) {
  const { words, format } = useLanguage()
  const own = words.settings
  const now = useNow(60_000)
  const { day, hour } = placeInWeek(now)
  return (
    <div className="hours-legend small">
      <span>
        <span className="hours-cell is-on" aria-hidden="true" /> {own.hoursOn}
      </span>
      <span>
        <span className="hours-cell" aria-hidden="true" /> {own.hoursOff}
      </span>
      <span>
        <span className="hours-mark" aria-hidden="true" />{' '}
        {own.hoursNow(format.time(now), isAllowed(hours, day, hour))}
      </span>
    </div>
  )
}
