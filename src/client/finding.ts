/** One line of `prbench doctor`. `missing`: no comparison can run; `note`: some cannot, or worth knowing. */
export interface Finding {
  readonly state: 'good' | 'note' | 'missing'
  readonly subject: string
  readonly detail: string
}

export function good(subject: string, detail: string): Finding {
  return { state: 'good', subject, detail }
}

export function note(subject: string, detail: string): Finding {
  return { state: 'note', subject, detail }
}

export function missing(subject: string, detail: string): Finding {
  return { state: 'missing', subject, detail }
}
