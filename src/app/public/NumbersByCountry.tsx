import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { PhoneNumber } from '../../contract/phone.ts'
import { countryName, localText } from '../parts/format.ts'
import { SilentNumber } from '../parts/SilentNumber.tsx'

interface NumbersByCountryProps {
  numbers: readonly PhoneNumber[]
  language: Language
  /** The address that a touch on a number dials. */
  hrefOf: (number: PhoneNumber) => string
  /** Whether each number says that the pound key ends the PIN, where it does. */
  saysHash: boolean
  /** Whether each number says which server it leads to. */
  saysServer?: boolean
}

/** Phone numbers in large type, by country; those of servers that do not work come after all others. */
export function NumbersByCountry({ numbers, ...each }: NumbersByCountryProps) {
  return (
    <dl className="phone-numbers">
      <Countries numbers={numbers.filter(({ silentSince }) => silentSince === null)} {...each} />
      <Countries numbers={numbers.filter(({ silentSince }) => silentSince !== null)} {...each} />
    </dl>
  )
}

function Countries({ numbers, language, ...each }: NumbersByCountryProps) {
  const countries = [...new Set(numbers.map(({ country }) => country))]
  return countries.map((country) => (
    <div key={country}>
      <dt>{countryName(country, language)}</dt>
      {numbers
        .filter((number) => number.country === country)
        .map((number) => (
          <NumberLine
            key={`${number.server.id} ${number.number}`}
            number={number}
            language={language}
            {...each}
          />
        ))}
    </div>
  ))
}

interface NumberLineProps extends Omit<NumbersByCountryProps, 'numbers'> {
  number: PhoneNumber
}

function NumberLine({ number, language, hrefOf, saysHash, saysServer = false }: NumberLineProps) {
  const { t } = useTranslation('phone')
  const notes = [
    number.tollFree ? t('toll_free') : null,
    saysHash && number.hash ? t('number_hash') : null,
    saysServer ? t('numbers_server', { server: localText(number.server.name, language) }) : null,
  ].filter((note) => note !== null)
  return (
    <dd>
      <a className="figure phone-figure" href={hrefOf(number)}>
        {number.number}
      </a>
      {notes.map((note) => (
        <span key={note} className="quiet">
          {note}
        </span>
      ))}
      <SilentNumber since={number.silentSince} language={language} />
    </dd>
  )
}
