package dev.kvlb.testkit.relay;

/** One end of relayed connections, known by its name. */
public record Host(String name) {
    /** Returns the worker of this id: what relays call the worker that tells the balancer that this is its id. */
    public static Host worker(long id) {
        return new Host("worker " + id);
    }

    @Override
    public String toString() {
        return name;
    }
}
