/** Red, green and blue of a `#rrggbb` colour, 0 to 255. */
function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance([red, green, blue]: [number, number, number]): number {
  const linear = [red, green, blue].map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(channels(one)), luminance(channels(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function mix(colour: string, towards: string, share: number): string {
  const [from, to] = [channels(colour), channels(towards)]
  const mixed = from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** The nearest shade of a colour that stands out from a background by at least `least`. */
function legible(colour: string, background: string, towards: string, least: number): string {
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(colour, towards, share)
    if (contrast(shade, background) >= least) return shade
  }
  return towards
}

/** The lightest page of the light theme and the darkest surface of the dark one that carry the accent. */
const light = '#f6f6f4'
const dark = '#23262b'

/**
 * `/brand.css`: the operator's colour as an accent that stays legible in light and dark, whatever it is.
 * `--accent` fills and writes (4.5:1 on the page), `--on-accent` is written on it.
 */
export function brandCss(colour: string): string {
  const onLight = legible(colour, light, '#000000', 5)
  const onDark = legible(colour, dark, '#ffffff', 5)
  const ink = (fill: string) => (contrast(fill, '#ffffff') >= 4.5 ? '#ffffff' : '#14161a')
  return [
    // Stands above the `:root` of the other style sheets, wherever a page links to them.
    'html:root {',
    `  --accent: light-dark(${onLight}, ${onDark});`,
    `  --accent-strong: light-dark(${mix(onLight, '#000000', 0.18)}, ${mix(onDark, '#ffffff', 0.18)});`,
    `  --on-accent: light-dark(${ink(onLight)}, ${ink(onDark)});`,
    '}',
    '',
  ].join('\n')
}
