// The ways of requests, of a worker that comes, and of one that dies.

const CLIENT = 0
const BALANCER = 1
const ONE = 2
const TWO = 3
const LANES = ['client', 'balancer', 'worker 1', 'worker 2']

export const put = {
    title: 'The way of a PUT: from the client to the balancer, to one worker, to all others, and back',
    lanes: LANES,
    steps: [
        { from: CLIENT, to: BALANCER, text: 'PUT k', kind: 'write' },
        { at: BALANCER, note: 'stamps version 7; k is dirty' },
        { from: BALANCER, to: ONE, text: 'STORE v7', kind: 'write' },
        { from: ONE, to: TWO, text: 'NOTIFY v7', kind: 'write' },
        { from: TWO, to: ONE, text: 'ACK' },
        { from: ONE, to: BALANCER, text: 'SETTLED' },
        { at: BALANCER, note: 'v7 is committed; k is clean', kind: 'good' },
        { from: BALANCER, to: CLIENT, text: 'OK' }
    ]
}

export const get = {
    title: 'The way of a GET: to any worker, or behind the write that is under way',
    lanes: LANES,
    steps: [
        { part: 'no write of k is under way' },
        { from: CLIENT, to: BALANCER, text: 'GET k' },
        { from: BALANCER, to: TWO, text: 'RETRIEVE k, round robin' },
        { from: TWO, to: BALANCER, text: 'blue, v7' },
        { from: BALANCER, to: CLIENT, text: 'blue' },
        { part: 'somebody writes k = red' },
        { from: BALANCER, to: ONE, text: 'STORE v8', kind: 'write', unnumbered: true },
        { from: CLIENT, to: BALANCER, text: 'GET k' },
        { from: BALANCER, to: ONE, text: 'RETRIEVE k' },
        { from: ONE, to: BALANCER, text: 'red, v8' },
        { at: BALANCER, note: 'holds it: v8 is in flight' },
        { from: ONE, to: BALANCER, text: 'SETTLED v8', unnumbered: true },
        { at: BALANCER, note: 'v8 is committed', kind: 'good' },
        { from: BALANCER, to: CLIENT, text: 'red' }
    ]
}

export const join = {
    title: 'A worker joins: it gets every write from the first view on, and what was there before by an export',
    lanes: ['balancer', 'worker 1', 'new worker'],
    steps: [
        { from: 2, to: 0, text: 'READY, and REPORT: I hold nothing' },
        { from: 0, to: 2, text: 'JOIN, as a learner' },
        { from: 0, to: [1, 2], text: 'VIEW 5: worker 1, learner' },
        { at: 2, note: 'every write waits for it now' },
        { from: 0, to: 1, text: 'EXPORT to it' },
        { from: 1, to: 2, text: 'writes, as they come', kind: 'write', unnumbered: true },
        { from: 1, to: 2, text: 'every entry' },
        { from: 2, to: 0, text: 'IMPORT_DONE' },
        { from: 0, to: [1, 2], text: 'VIEW 6: both ready' },
        { at: 0, note: 'it is in the ring', kind: 'good' }
    ]
}

export const death = {
    title: 'A worker dies with a write under way: another worker gets the same write, with the same version',
    lanes: LANES,
    steps: [
        { from: CLIENT, to: BALANCER, text: 'PUT k', kind: 'write' },
        { from: BALANCER, to: ONE, text: 'STORE v9', kind: 'write' },
        { at: ONE, end: 'dies' },
        { at: BALANCER, note: 'its connection ends, or 1 s of silence', kind: 'bad' },
        { from: BALANCER, to: TWO, text: 'VIEW without worker 1' },
        { from: BALANCER, to: TWO, text: 'STORE v9, again', kind: 'write' },
        { from: TWO, to: BALANCER, text: 'SETTLED, in that view' },
        { from: BALANCER, to: CLIENT, text: 'OK' }
    ]
}
