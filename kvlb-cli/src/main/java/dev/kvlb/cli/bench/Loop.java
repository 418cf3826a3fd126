package dev.kvlb.cli.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sends the requests of one phase after the other over its share of the connections. All but {@link #stop} is for one
 * thread at a time.
 *
 * <p>Connections with room take turns. A request is taken from the schedule when it is due and some connection has room;
 * until then it waits, and its latency counts from when it was due. A connection that is lost is opened again.
 */
final class Loop implements Closeable {
    private static final int BUFFER_BYTES = 65_536;
    private static final long CARE_MILLIS = 100;
    private static final long CARE_NANOS = Duration.ofMillis(CARE_MILLIS).toNanos();
    private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

    private final Selector selector = Selector.open();
    private final List<Member> members = new ArrayList<>();
    private final ArrayDeque<Member> withRoom = new ArrayDeque<>();
    private final ArrayDeque<Member> unwritten = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] value = new byte[Wire.VALUE_BYTES_MAX];
    private final BenchKeys keys = new BenchKeys();
    private final Reply reply = new Reply();
    private final Wire wire;
    private final LongSupplier clock;
    private final long timeoutNanos;
    private final int timeoutMillis;
    private int sequence;
    private int outstanding;
    private long nextCare;
    private long lastOpen;
    private volatile boolean stopping;

    /**
     * Makes one, without connections.
     *
     * @param clock nanoseconds since some beginning
     */
    Loop(Wire wire, Duration timeout, LongSupplier clock) throws IOException {
        this.wire = wire;
        this.clock = clock;
        timeoutNanos = timeout.toNanos();
        timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    /** Opens one more connection, on which up to {@code outstandingMax} requests may be under way. */
    void connect(InetSocketAddress address, int outstandingMax) throws IOException {
        Member member = new Member(address, outstandingMax);
        member.open(timeoutMillis);
        members.add(member);
    }

    /** Has it take no more requests; {@link #run} returns when those under way have been answered, or given up. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Sends what the schedule says, and returns when all of that has been answered or given up. */
    void run(Phase phase) throws IOException {
        for (Member member : members) {
            member.enqueueIfRoom(phase);
        }
        lastOpen = clock.getAsLong();
        while (true) {
            long now = clock.getAsLong();
            long due = stopping ? Schedule.NEVER : send(phase, now);
            boolean isOver = due == Schedule.NEVER && outstanding == 0;
            if (isOver || (now >= nextCare && isCutOff(phase, now))) {
                break;
            }
            await(phase, due, now);
        }
        withRoom.forEach(member -> member.hasRoom = false);
        withRoom.clear();
    }

    /** Sends what is due, and returns when the next request is due. */
    private long send(Phase phase, long now) throws IOException {
        Schedule schedule = phase.schedule();
        long due = schedule.nextDue(now);
        while (due <= now && !withRoom.isEmpty()) {
            Member member = withRoom.remove();
            member.hasRoom = false;
            if (member.isOpen()) {
                schedule.take();
                append(member, phase.mix(), due, now);
                member.enqueueIfRoom(phase);
                due = schedule.nextDue(now);
            }
        }
        while (!unwritten.isEmpty()) {
            Member member = unwritten.remove();
            member.isUnwritten = false;
            try {
                if (member.isOpen()) {
                    member.flush(buffer);
                }
            } catch (IOException e) {
                onLost(member, e, phase);
            }
        }
        return due;
    }

    private void append(Member member, Mix mix, long due, long now) {
        mix.next();
        byte[] key = keys.of(mix.key());
        if (mix.isGet()) {
            wire.get(key, member.out());
        } else {
            int length = mix.valueLength();
            BenchValues.write(mix.key(), sequence++, value, length);
            wire.put(key, value, length, member.out());
        }
        if (member.outstanding().size() == 0) {
            member.heardAt = now;
        }
        member.outstanding().add(due, mix.isGet(), mix.key());
        outstanding++;
        if (!member.isUnwritten) {
            member.isUnwritten = true;
            unwritten.add(member);
        }
    }

    /** Waits for the server, and until the next request is due if there is room for it. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it: it lets a server on the same machine go first.
    private void await(Phase phase, long due, long now) throws IOException {
        long millis = CARE_MILLIS;
        if (due != Schedule.NEVER && !withRoom.isEmpty()) {
            millis = Math.min(millis, (due - now) / NANOS_PER_MILLI);
        }
        if (millis > 0) {
            selector.select(selected -> onSelected(selected, phase), millis);
        } else if (selector.selectNow(selected -> onSelected(selected, phase)) == 0) {
            // A selector waits for whole milliseconds only.
            Thread.yield();
        }
    }

    private void onSelected(SelectionKey selected, Phase phase) {
        Member member = (Member) selected.attachment();
        try {
            if (selected.isConnectable()) {
                member.finishOpening();
                member.enqueueIfRoom(phase);
            } else {
                if (selected.isReadable()) {
                    read(member, phase);
                }
                if (selected.isWritable()) {
                    member.flush(buffer);
                }
            }
        } catch (IOException e) {
            onLost(member, e, phase);
        }
    }

    private void read(Member member, Phase phase) throws IOException {
        member.read(buffer);
        long now = clock.getAsLong();
        Outstanding waiting = member.outstanding();
        int length = wire.reply(member.in(), member.from(), member.to(), reply);
        while (length > 0) {
            if (waiting.size() == 0) {
                throw new ProtocolException("a reply without a request");
            }
            AnswerCheck.onReply(waiting.isGet(), waiting.key(), reply, now - waiting.due(), now, phase.tally());
            waiting.removeOldest();
            outstanding--;
            member.take(length);
            length = wire.reply(member.in(), member.from(), member.to(), reply);
        }
        member.heardAt = now;
        member.enqueueIfRoom(phase);
    }

    private void onLost(Member member, IOException why, Phase phase) {
        int lost = member.outstanding().size();
        if (lost > 0) {
            phase.tally().onErrors(text(why), lost);
        }
        outstanding -= lost;
        member.close();
    }

    /** Looks after the connections, and returns whether there has been none for so long that it is of no use to go on. */
    private boolean isCutOff(Phase phase, long now) {
        nextCare = now + CARE_NANOS;
        for (Member member : members) {
            try {
                careFor(member, now);
                member.enqueueIfRoom(phase);
            } catch (IOException e) {
                onLost(member, e, phase);
            }
            if (member.isOpen()) {
                lastOpen = now;
            }
        }
        boolean cutOff = now - lastOpen > timeoutNanos;
        if (cutOff) {
            phase.tally().onErrors("no connection for " + timeoutMillis + " ms: ended early", 1);
        }
        return cutOff;
    }

    private void careFor(Member member, long now) throws IOException {
        if (member.isIdle()) {
            member.beginToOpen();
        } else if (member.outstanding().size() > 0 && now - member.heardAt > timeoutNanos) {
            throw new SocketTimeoutException("no answer within " + timeoutMillis + " ms");
        }
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    @Override
    public void close() throws IOException {
        members.forEach(member -> member.close());
        selector.close();
    }

    /** A connection and its place in the loop. */
    private final class Member extends Connection {
        private boolean hasRoom;
        private boolean isUnwritten;
        private long heardAt;

        Member(InetSocketAddress address, int outstandingMax) {
            super(selector, address, outstandingMax);
        }

        void enqueueIfRoom(Phase phase) {
            if (!hasRoom && isOpen() && outstanding().size() < phase.pipeline()) {
                hasRoom = true;
                withRoom.add(this);
            }
        }
    }
}
