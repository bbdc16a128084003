// How Shoebox starts, looks and speaks up; and starting over.
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Radios, Switch } from '../../parts/choice.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { useAnswer, useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import { Section, type SectionProps } from './section.tsx'

/** Start and look. */
export function StartSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  const app = useAnswer('getAppInfo', {}).value
  const isPossible = app?.isStartAtLoginPossible !== false
  return (
    <Section name="start">
      <Switch
        title={own.startAtLogin}
        text={isPossible ? own.startAtLoginText : own.startAtLoginImpossible}
        isSelected={settings.startAtLogin}
        isDisabled={!isPossible}
        onChange={(startAtLogin) => change({ startAtLogin })}
      />
      <Radios
        label={own.theme}
        value={settings.theme}
        choices={[
          { value: 'system', title: own.themeSystem },
          { value: 'light', title: own.themeLight },
          { value: 'dark', title: own.themeDark },
        ]}
        onChange={(theme) => change({ theme })}
      />
    </Section>
  )
}

/** Notifications, each with its own switch. */
export function NotificationsSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  return (
    <Section name="notifications">
      <div>
        <Switch
          title={own.notifyFirst}
          text={own.notifyFirstText}
          isSelected={settings.notifyFirstBackup}
          onChange={(notifyFirstBackup) => change({ notifyFirstBackup })}
        />
        <Switch
          title={own.notifyAttention}
          isSelected={settings.notifyAttention}
          onChange={(notifyAttention) => change({ notifyAttention })}
        />
        <Switch
          title={own.notifySignedOut}
          isSelected={settings.notifySignedOut}
          onChange={(notifySignedOut) => change({ notifySignedOut })}
        />
      </div>
      <p className="soft small">{own.notifyText}</p>
    </Section>
  )
}

/** Forgetting everything, after a question. */
export function ResetSection() {
  const { words } = useLanguage()
  const own = words.settings
  const session = useSession()
  const call = useCall()
  const [isAsking, setAsking] = useState(false)
  return (
    <Section name="reset">
      <p className="soft">{own.eraseText}</p>
      <div>
        <Button weight="danger" icon="trash" onPress={() => setAsking(true)}>
          {own.erase}
        </Button>
      </div>
      <ConfirmDialog
        title={own.eraseTitle}
        text={own.eraseConfirm}
        action={own.erase}
        isDangerous
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void call('eraseAll', {}).then(() => session.refresh())}
      />
    </Section>
  )
}
