// What Google's pages say to somebody with a client of their own: the warning that always comes, with a way past it, and the
// errors that end there, each with the step that mends it. Google tells the app of none of them.
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Heading } from 'react-aria-components/Heading'
import type { ClientStep } from '../../../shared/model.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { blockedSteps, type BlockedName } from '../../state/client-steps.ts'
import { useLanguage } from '../../state/use-window.tsx'
import { GooglePage } from './google-pages.tsx'

const names = Object.keys(blockedSteps) as BlockedName[]

/** The warning, explained. */
export function UnverifiedNote() {
  const { words } = useLanguage()
  const own = words.clientGuide.unverified
  return (
    <section className="unverified" aria-label={own.title}>
      <h2>{own.title}</h2>
      <p>{own.text}</p>
      <div className="guide-page">
        <ol className="clicks">
          {own.clicks.map((click) => (
            <li key={click}>{click}</li>
          ))}
        </ol>
        <GooglePage page="unverified" title={words.clientGuide.drawn.unverified} />
      </div>
    </section>
  )
}

/** The errors, folded away until somebody meets one. */
export function BlockedHelp({ onStep }: { onStep(step: ClientStep): void }) {
  const { words } = useLanguage()
  const own = words.clientGuide
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-heading">
        <AriaButton slot="trigger" className="disclosure-button">
          <Icon name="forward" size={16} />
          {own.blockedTitle}
        </AriaButton>
      </Heading>
      <DisclosurePanel className="disclosure-panel">
        <p className="soft">{own.blockedText}</p>
        <ul className="findings">
          {names.map((name) => {
            const step = blockedSteps[name]
            return (
              <li key={name} className="finding-words">
                <p>
                  <code dir="ltr">{name}</code>
                </p>
                <p>{own.blocked[name]}</p>
                {step !== null && (
                  <Button onPress={() => onStep(step)}>
                    {own.showStep(own.steps[step].title)}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  )
}
