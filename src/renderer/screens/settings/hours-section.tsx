// The hours in which photos may go up.
import { Button } from '../../parts/button.tsx'
import { Banner } from '../../parts/card.tsx'
import { Radios } from '../../parts/choice.tsx'
import { allowedCount, nights, outsideWork, weekends } from '../../state/hours.ts'
import { useLanguage } from '../../state/use-window.tsx'
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
        onChange={(value) => change({ allowedHours: value === 'always' ? null : nights })}
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
          <p className="soft small" id="hours-help">
            {own.hoursHelp}
          </p>
          {allowedCount(hours) === 0 && <Banner tone="warn">{own.hoursNone}</Banner>}
        </>
      )}
    </Section>
  )
}
