// What is backed up and how large.
import type { PhotoSize } from '../../../shared/model.ts'
import { Radios, RadioCards, Switch } from '../../parts/choice.tsx'
import { useLanguage } from '../../state/use-window.tsx'
import { ComparePhoto } from '../photo-size/compare-photo.tsx'
import { useFoldersOfNoSize, useSizeChange } from '../photo-size/size-change.tsx'
import { Section, type SectionProps } from './section.tsx'

/** The section. */
export function PhotosSection({ settings, change }: SectionProps) {
  const { words } = useLanguage()
  const own = words.settings
  const size = useSizeChange(useFoldersOfNoSize(), (photoSize: PhotoSize, options) =>
    change({ photoSize }, options),
  )
  return (
    <Section name="photos">
      <Switch
        title={own.backup}
        text={own.backupText}
        isSelected={settings.isBackupOn}
        onChange={(isBackupOn) => change({ isBackupOn })}
      />
      <RadioCards
        label={own.photoSize}
        value={settings.photoSize}
        choices={[
          { value: 'high', title: words.common.photoSize.high, text: own.highText },
          { value: 'original', title: words.common.photoSize.original, text: own.originalText },
        ]}
        onChange={(photoSize) => size.change(photoSize, photoSize)}
      />
      {size.question}
      <p className="soft small">{own.sizeNote}</p>
      <ComparePhoto />
      <Radios
        label={own.limits}
        value={settings.limits}
        choices={[
          { value: 'google', title: own.limitsGoogle, text: own.limitsGoogleText },
          { value: 'small', title: own.limitsSmall, text: own.limitsSmallText[settings.photoSize] },
        ]}
        onChange={(limits) => change({ limits })}
      />
      <Radios
        label={own.order}
        value={settings.uploadOrder}
        choices={[
          { value: 'found', title: own.orderFound },
          { value: 'newest', title: own.orderNewest },
        ]}
        onChange={(uploadOrder) => change({ uploadOrder })}
      />
      <Switch
        title={own.small}
        text={own.smallText}
        isSelected={settings.leaveOutSmallPictures}
        onChange={(leaveOutSmallPictures) => change({ leaveOutSmallPictures })}
      />
      <Switch
        title={own.captions}
        text={own.captionsText}
        isSelected={settings.sendCaptions}
        onChange={(sendCaptions) => change({ sendCaptions })}
      />
    </Section>
  )
}
