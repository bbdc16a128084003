// Which networks and how fast; and whether on battery.
import { useState } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import { Radios, Switch } from '../../parts/choice.tsx'
import { parseSpeed, speedText } from '../../state/speed-limit.ts'
import { useLanguage } from '../../state/use-window.tsx'
import { Section, type SectionProps } from './section.tsx'

/** Slow enough to leave a common home line usable; only where the choice starts. */
const firstLimitBytes = 2_000_000

/** Networks and speed. */
export function NetworkSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  return (
    <Section name="network">
      <Radios
        label={own.network}
        value={settings.network}
        choices={[
          { value: 'any', title: own.networkAny },
          { value: 'wifi-and-cable', title: own.networkWifi },
        ]}
        onChange={(network) => change({ network })}
      />
      <Switch
        title={own.metered}
        text={own.meteredText}
        isSelected={settings.pauseOnMetered}
        onChange={(pauseOnMetered) => change({ pauseOnMetered })}
      />
      <Radios
        label={own.speed}
        value={settings.speedLimit === null ? 'free' : 'limited'}
        choices={[
          { value: 'free', title: own.speedFree },
          { value: 'limited', title: own.speedLimited },
        ]}
        onChange={(value) =>
          change({ speedLimit: value === 'free' ? null : (settings.speedLimit ?? firstLimitBytes) })
        }
      />
      {settings.speedLimit !== null && (
        <SpeedField speed={settings.speedLimit} onChange={(speedLimit) => change({ speedLimit })} />
      )}
    </Section>
  )
}

function SpeedField({ speed, onChange }: { speed: number; onChange(speed: number): void }) {
  const { words } = useLanguage()
  const own = words.settings
  const [text, setText] = useState(speedText(speed))
  const isInvalid = parseSpeed(text) === null
  return (
    <TextField
      className="field speed-field"
      value={text}
      isInvalid={isInvalid}
      inputMode="decimal"
      onChange={(typed) => {
        setText(typed)
        const parsed = parseSpeed(typed)
        if (parsed !== null) onChange(parsed)
      }}
    >
      <Label className="visually-hidden">{`${own.speedLimited}, ${own.speedUnit}`}</Label>
      <span className="row">
        <Input className="input" />
        <span className="soft" aria-hidden="true">
          {own.speedUnit}
        </span>
      </span>
      <FieldError className="field-error">{own.speedInvalid}</FieldError>
    </TextField>
  )
}

/** On battery or not. */
export function PowerSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  return (
    <Section name="power">
      <Radios
        label={own.power}
        value={settings.power}
        choices={[
          { value: 'any', title: own.powerAny },
          { value: 'charging', title: own.powerCharging },
        ]}
        onChange={(power) => change({ power })}
      />
      <Switch
        title={own.unused}
        text={own.unusedText}
        isSelected={settings.onlyWhileUnused}
        onChange={(onlyWhileUnused) => change({ onlyWhileUnused })}
      />
    </Section>
  )
}
