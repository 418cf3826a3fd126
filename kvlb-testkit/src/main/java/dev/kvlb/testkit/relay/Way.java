package dev.kvlb.testkit.relay;

/** From one host to another. */
record Way(Host from, Host to) {
    Way back() {
        return new Way(to, from);
    }

    boolean touches(Host host) {
        return from.equals(host) || to.equals(host);
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
