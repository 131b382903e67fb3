import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/Notice.tsx'
import { browserKind, type Device, type DeviceProblem } from './devices.ts'

interface DeviceAdviceProps {
  device: Device
  problem: DeviceProblem
}

/** A problem with a device, and its remedy in this browser. */
export function DeviceAdvice({ device, problem }: DeviceAdviceProps) {
  const { t } = useTranslation('check')
  const what = { device: t(`the_${device}`) }
  return (
    <Notice kind="careful" title={t(`problem_${problem}`, what)} role="alert">
      <p>{problem === 'denied' ? t(`allow_${browserKind(navigator)}`, what) : t(`mend_${problem}`, what)}</p>
    </Notice>
  )
}
