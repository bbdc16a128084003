// Choices: radio cards, plain radios, check boxes, switches and drop-down lists, each named by its title alone
// with the rest as a description, so that a screen reader says the short thing first.
import { useId, useMemo, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { SwitchButton, SwitchField } from 'react-aria-components/Switch'
import './choice.css'
import { Icon, type IconName } from './icon.tsx'

/** One of several things to choose from. */
export type Choice<T extends string> = {
  value: T
  title: string
  text?: ReactNode
  isDisabled?: boolean
}

type ChoiceGroupProps<T extends string> = {
  label: string
  /** False where a heading above says the same. */
  isLabelShown?: boolean
  value: T
  choices: Choice<T>[]
  onChange(value: T): void
}

function ChoiceItem<T extends string>({ choice }: { choice: Choice<T> }) {
  const id = useId()
  return (
    <RadioField
      value={choice.value}
      className="choice-field"
      isDisabled={choice.isDisabled ?? false}
      aria-labelledby={`${id}-title`}
      {...(choice.text === undefined ? {} : { 'aria-describedby': `${id}-text` })}
    >
      <RadioButton className="choice">
        <span className="choice-dot" aria-hidden="true" />
        <span className="choice-words">
          <span className="choice-title" id={`${id}-title`}>
            {choice.title}
          </span>
          {choice.text !== undefined && (
            <span className="choice-text" id={`${id}-text`}>
              {choice.text}
            </span>
          )}
        </span>
      </RadioButton>
    </RadioField>
  )
}

/** Choices side by side, each a card with room for an explanation. */
export function RadioCards<T extends string>(props: ChoiceGroupProps<T>) {
  return <ChoiceGroup {...props} className="choices choices-cards" />
}

/** Choices one below the other. */
export function Radios<T extends string>(props: ChoiceGroupProps<T>) {
  return <ChoiceGroup {...props} className="choices" />
}

function ChoiceGroup<T extends string>({
  label,
  isLabelShown = true,
  value,
  choices,
  onChange,
  className,
}: ChoiceGroupProps<T> & { className: string }) {
  return (
    <RadioGroup
      className={className}
      value={value}
      onChange={(chosen) => onChange(chosen as T)}
      {...(isLabelShown ? {} : { 'aria-label': label })}
    >
      {isLabelShown && <Label className="field-label">{label}</Label>}
      <div className="choices-list">
        {choices.map((choice) => (
          <ChoiceItem key={choice.value} choice={choice} />
        ))}
      </div>
    </RadioGroup>
  )
}

/** A check box with a title and, below it, an explanation. */
export function Check({
  title,
  text,
  icon,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  title: string
  text?: ReactNode
  icon?: IconName
  isSelected: boolean
  isDisabled?: boolean
  onChange(isSelected: boolean): void
}) {
  const id = useId()
  return (
    <CheckboxField
      className="check-field"
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
      aria-labelledby={`${id}-title`}
      {...(text === undefined ? {} : { 'aria-describedby': `${id}-text` })}
    >
      <CheckboxButton className="check">
        <span className="check-box" aria-hidden="true">
          <Icon name="check" size={16} />
        </span>
        {icon && <Icon name={icon} />}
        <span className="choice-words">
          <span className="choice-title" id={`${id}-title`}>
            {title}
          </span>
          {text !== undefined && (
            <span className="choice-text" id={`${id}-text`}>
              {text}
            </span>
          )}
        </span>
      </CheckboxButton>
    </CheckboxField>
  )
}

/** A switch with a title and, below it, an explanation. */
export function Switch({
  title,
  text,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  title: string
  text?: string
  isSelected: boolean
  isDisabled?: boolean
  onChange(isSelected: boolean): void
}) {
  const id = useId()
  return (
    <SwitchField
      className="switch-field"
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
      aria-labelledby={`${id}-title`}
      {...(text === undefined ? {} : { 'aria-describedby': `${id}-text` })}
    >
      <SwitchButton className="switch">
        <span className="choice-words">
          <span className="choice-title" id={`${id}-title`}>
            {title}
          </span>
          {text !== undefined && (
            <span className="choice-text" id={`${id}-text`}>
              {text}
            </span>
          )}
        </span>
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
      </SwitchButton>
    </SwitchField>
  )
}

/** One line of a drop-down list. */
export function ChoiceLine({ choice }: { choice: Choice<string> }) {
  return (
    <ListBoxItem className="list-item" id={choice.value} textValue={choice.title}>
      {({ isSelected }) => (
        <>
          <span>{choice.title}</span>
          {isSelected && <Icon name="check" size={16} />}
        </>
      )}
    </ListBoxItem>
  )
}

/** A drop-down list. */
export function Select<T extends string>({
  label,
  isLabelShown = true,
  value,
  choices,
  onChange,
}: ChoiceGroupProps<T>) {
  // An item that is the same as before is not built anew.
  const items = useMemo(() => choices.map((choice) => ({ ...choice, id: choice.value })), [choices])
  return (
    <AriaSelect
      className="select"
      value={value}
      onChange={(key) => onChange(key as T)}
      {...(isLabelShown ? {} : { 'aria-label': label })}
    >
      {isLabelShown && <Label className="field-label">{label}</Label>}
      <AriaButton className="select-button">
        <SelectValue className="truncate" />
        <Icon name="down" size={16} />
      </AriaButton>
      <Popover className="popover select-popover">
        <ListBox className="list" items={items}>
          {(choice) => <ChoiceLine choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
