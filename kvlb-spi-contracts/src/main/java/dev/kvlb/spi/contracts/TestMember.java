package dev.kvlb.spi.contracts;

import dev.kvlb.spi.WorkerRing.Member;
import java.util.List;
import java.util.stream.LongStream;

/** A worker whose load a test sets: idle, and with room for requests, until then. Its identity is the object's. */
public final class TestMember implements Member {
    private final long id;
    private int inFlight;
    private boolean room = true;

    /**
     * Makes a worker.
     *
     * @param id 0..4,294,967,295
     */
    public TestMember(long id) {
        this.id = id;
    }

    /**
     * {@return workers with the ids 0, 1, 2 and so on}
     *
     * @param count how many, 0 or more
     */
    public static List<TestMember> numbered(int count) {
        return LongStream.range(0, count).mapToObj(TestMember::new).toList();
    }

    @Override
    public long workerId() {
        return id;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    /**
     * Sets how many requests it has under way.
     *
     * @param requests 0 or more
     */
    public void inFlight(int requests) {
        inFlight = requests;
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    /**
     * Sets whether it may get one more request.
     *
     * @param room whether it may
     */
    public void hasRoom(boolean room) {
        this.room = room;
    }

    @Override
    public String toString() {
        return "worker " + id + (room ? "" : ", full") + ", " + inFlight + " in flight";
    }
}
