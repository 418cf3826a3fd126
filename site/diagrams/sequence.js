// Draws who says what to whom, from top to bottom, as an SVG that takes its colours from the page.
//
// A step is a message { from, to, text }, where `to` may be a list, one { at, note } beside a lifeline, the end of a
// lifeline { at, end }, or a { part } that begins here. Messages are numbered, unless `unnumbered`.

const WIDTH = 400
const MARGIN = 46
const TOP = 44
const ROW = 36
const NOTE = 30
const PART = 34
const TIP = 6

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

export function sequence({ title, lanes, steps }) {
    const x = (lane) => MARGIN + ((WIDTH - 2 * MARGIN) * lane) / (lanes.length - 1)
    const body = []
    const ends = lanes.map(() => null)
    let y = TOP
    let number = 0
    for (const step of steps) {
        if (step.part !== undefined) {
            y += PART
            body.push(part(step.part, y))
        } else if (step.note !== undefined) {
            y += NOTE
            body.push(note(step.note, x(step.at), y, step.kind))
        } else if (step.end !== undefined) {
            y += NOTE
            ends[step.at] = y
            body.push(end(step.end, x(step.at), y, step.at === lanes.length - 1))
        } else {
            y += ROW
            if (!step.unnumbered) number++
            body.push(message(step, x, y, step.unnumbered ? null : number))
        }
    }
    const height = y + 26
    const lifelines = lanes.map(
        (name, lane) =>
            `<line class="lifeline" x1="${x(lane)}" y1="34" x2="${x(lane)}" y2="${ends[lane] ?? height - 6}"/>` +
            `<rect class="lane" x="${x(lane) - 44}" y="6" width="88" height="28" rx="6"/>` +
            `<text class="name" x="${x(lane)}" y="24.5">${escaped(name)}</text>`
    )
    return (
        `<svg class="drawing" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">` +
        lifelines.join('') +
        body.join('') +
        '</svg>'
    )
}

function message({ from, to, text, kind = 'read' }, x, y, number) {
    const targets = [to].flat()
    const lines = targets.map((target) => arrow(x(from), x(target), y, kind))
    const furthest = targets.reduce((far, target) => (Math.abs(target - from) > Math.abs(far - from) ? target : far))
    const middle = (x(from) + x(furthest)) / 2
    const badge =
        number === null
            ? ''
            : `<circle class="badge" cx="${x(from)}" cy="${y}" r="9"/><text class="number" x="${x(from)}" y="${y + 4}">${number}</text>`
    return `${lines.join('')}<text class="said" x="${middle}" y="${y - 6}">${escaped(text)}</text>${badge}`
}

function arrow(x1, x2, y, kind) {
    const way = Math.sign(x2 - x1)
    return (
        `<line class="arrow ${kind}" x1="${x1 + 9 * way}" y1="${y}" x2="${x2 - 3 * way}" y2="${y}"/>` +
        `<path class="tip ${kind}" d="M${x2 - 1.5 * way} ${y}l${-TIP * 1.5 * way} ${-TIP * 0.7}v${TIP * 1.4}z"/>`
    )
}

/** Stays inside of the picture, with its lifeline behind it. */
function note(text, center, y, kind = '') {
    const width = text.length * 6.1 + 18
    const left = Math.min(Math.max(center - width / 2, 4), WIDTH - width - 4)
    return (
        `<rect class="note ${kind}" x="${left}" y="${y - 15}" width="${width}" height="22" rx="4"/>` +
        `<text class="noted" x="${left + width / 2}" y="${y}">${escaped(text)}</text>`
    )
}

function end(text, center, y, isLast) {
    const side = isLast ? -1 : 1
    return (
        `<path class="death" d="M${center - 6} ${y - 6}l12 12m0 -12l-12 12"/>` +
        `<text class="said dead" x="${center + 12 * side}" y="${y + 4}" text-anchor="${isLast ? 'end' : 'start'}">${escaped(text)}</text>`
    )
}

function part(text, y) {
    return (
        `<line class="part" x1="4" y1="${y - 4}" x2="${WIDTH - 4}" y2="${y - 4}"/>` +
        `<rect class="part-ground" x="${WIDTH / 2 - text.length * 3.3 - 8}" y="${y - 14}" width="${text.length * 6.6 + 16}" height="20"/>` +
        `<text class="noted part-name" x="${WIDTH / 2}" y="${y}">${escaped(text)}</text>`
    )
}
