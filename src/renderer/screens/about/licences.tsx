// The licences of everything that ships, made by build/licences (npm run licences). Long, so it is there only when asked for.
import { useState } from 'react'
import licences from '../../licences.json'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { useLanguage } from '../../state/use-window.tsx'

/** The card that opens the list. */
export function Licences() {
  const { words } = useLanguage()
  const own = words.about
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Card title={own.licencesTitle}>
      <p>{own.licencesText}</p>
      {isOpen ? (
        <LicenceList />
      ) : (
        <div>
          <Button onPress={() => setIsOpen(true)}>{own.showLicences}</Button>
        </div>
      )}
    </Card>
  )
}

function LicenceList() {
  const { words } = useLanguage()
  const own = words.about
  return (
    <>
      <h3>{own.licencePackages}</h3>
      <ul className="licence-list small" lang="en" dir="ltr">
        {licences.shipped.map(({ name, version, licence, copyright, text }) => (
          <li key={`${name} ${version}`}>
            {`${name} ${version} · ${licence}${text === null ? '' : ` (${text + 1})`}`}
            {copyright !== '' && <span className="soft">{` · ${copyright}`}</span>}
          </li>
        ))}
      </ul>
      <h3>{own.licenceTexts}</h3>
      {licences.texts.map((text, at) => (
        <pre className="licence-text small soft" lang="en" dir="ltr" key={text}>
          {`(${at + 1}) ${text}`}
        </pre>
      ))}
    </>
  )
}
